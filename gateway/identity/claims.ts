/**
 * Reads verified claims by the mapping of their issuer. Ambiguous claims make no Caller: two kinds at once, a claim
 * that is neither text nor a list of texts, an organisation that does not fit the kind.
 */
import type { Caller, CallerKind } from '../../caller/caller';
import type { BoundRule, ClaimPath, ClaimsMapping, Condition } from './claims-mapping';
import { PLACEHOLDERS } from './claims-mapping';
import type { Refused, TokenRule } from './token-rejections';
import { validateCaller } from './validate-caller';

type CallerOfClaims = (claims: unknown) => Caller | null;

class AmbiguousClaims extends Error {
  constructor(
    readonly rule: TokenRule,
    reason: string,
  ) {
    super(reason);
  }
}

/** What one context of a token says. Most tokens have only one, which is the whole token. */
interface Part {
  readonly kind: CallerKind;
  readonly bound: readonly string[];
  readonly scopes: readonly string[];
}

/**
 * @param subjectPrefix goes before every subject, client and end user, so that those of two issuers cannot be the
 * same
 * @param refused called with the reason where claims make no Caller
 */
export function createCallerOfClaims(
  mapping: ClaimsMapping,
  subjectPrefix = '',
  refused: Refused = () => undefined,
): CallerOfClaims {
  const bindings = mapping.bound.map((rule) => ({ rule, keyOf: keyReader(rule) }));

  const prefixed = (name: unknown) => (typeof name === 'string' && name !== '' ? subjectPrefix + name : undefined);

  function readPart(claims: unknown): Part | null {
    const kinds = mapping.kind.filter(({ when }) => hold(when, claims)).map(({ kind }) => kind);
    const [kind] = kinds;
    if (!kind) return null;
    if (new Set(kinds).size > 1)
      throw new AmbiguousClaims('kind', `Its claims make several kinds of it: ${kinds.join(', ')}.`);
    const bound = bindings
      .filter(({ rule }) => rule.kinds.includes(kind) && hold(rule.when, claims))
      .flatMap(({ rule, keyOf }) => textsAt(claims, rule.claim).flatMap(keyOf));
    if (kind !== 'operator' && bound.length === 0) {
      throw new AmbiguousClaims('bound', 'It is bound to no organisation: its issuer’s rules find none in its claims.');
    }
    return { kind, bound, scopes: scopesOf(mapping, kind, claims) };
  }

  return (claims) => {
    try {
      const parts = contextsOf(mapping, claims).flatMap((context) => readPart(context) ?? []);
      const [first] = parts;
      if (!first) throw new AmbiguousClaims('kind', 'Its claims make no kind of it, by the rules for its issuer.');
      if (parts.some(({ kind }) => kind !== first.kind)) {
        throw new AmbiguousClaims('kind', 'Its contexts make different kinds of it.');
      }
      const subject = valueAt(claims, mapping.subject);
      const identity = {
        kind: first.kind,
        subject: prefixed(subject),
        client: prefixed(mapping.client ? valueAt(claims, mapping.client) : clientOf(claims)),
        endUser: prefixed(mapping.endUser && valueAt(claims, mapping.endUser)),
        scopes: first.scopes.filter((scope) => parts.every(({ scopes }) => scopes.includes(scope))),
        bound: parts.flatMap(({ bound }) => bound),
      };
      return validateCaller(identity, refused);
    } catch (error) {
      if (!(error instanceof AmbiguousClaims)) throw error;
      refused(error.rule, error.message);
      return null;
    }
  };
}

/** The client, by the claim of RFC 9068 or by that of OpenID Connect. */
function clientOf(claims: unknown): unknown {
  return valueAt(claims, ['client_id']) ?? valueAt(claims, ['azp']);
}

function contextsOf({ each }: ClaimsMapping, claims: unknown): readonly unknown[] {
  if (!each) return [claims];
  const contexts = valueAt(claims, each);
  if (!Array.isArray(contexts)) throw new AmbiguousClaims('claims', `The claim “${each.join('.')}” is not a list.`);
  return contexts;
}

function hold(conditions: readonly Condition[], claims: unknown): boolean {
  return conditions.every(({ claim, is }) => textsAt(claims, claim).some((text) => is.includes(text)));
}

function scopesOf({ scopes }: ClaimsMapping, kind: CallerKind, claims: unknown): readonly string[] {
  if (!('claim' in scopes)) return scopes[kind] ?? [];
  const { claim, prefix } = scopes;
  return textsAt(claims, claim as ClaimPath)
    .flatMap((text) => text.split(' '))
    .filter((scope) => scope.startsWith(prefix as string))
    .map((scope) => scope.slice((prefix as string).length));
}

/**
 * Without a pattern each value is a key. With a pattern, values that do not match it are ignored: they mean something
 * else.
 */
function keyReader({ pattern, key }: BoundRule): (text: string) => string[] {
  if (pattern === undefined || key === undefined) return (text) => [text];
  const names = pattern.match(/\{[^{}]*\}/g) ?? [];
  const source = pattern
    .split(/(\{[^{}]*\})/)
    .map((part) => PLACEHOLDERS[part as keyof typeof PLACEHOLDERS] ?? part.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
    .join('');
  const shape = new RegExp(`^${source}$`);
  return (text) => {
    const found = shape.exec(text)?.slice(1);
    return found ? [names.reduce((made, name, at) => made.replaceAll(name, found[at] as string), key)] : [];
  };
}

/** Returns the texts of a claim; none where it is missing. @throws Unclear where something else stands there */
function textsAt(claims: unknown, path: ClaimPath): readonly string[] {
  const value = valueAt(claims, path);
  if (value === undefined) return [];
  const texts = Array.isArray(value) ? value : [value];
  if (!texts.every((text) => typeof text === 'string')) {
    throw new AmbiguousClaims('claims', `The claim “${path.join('.')}” is neither text nor a list of text.`);
  }
  return texts;
}

function valueAt(claims: unknown, path: ClaimPath): unknown {
  return path.reduce<unknown>((inside, name) => {
    if (typeof inside !== 'object' || inside === null || Array.isArray(inside)) return undefined;
    return Object.hasOwn(inside, name) ? (inside as Record<string, unknown>)[name] : undefined;
  }, claims);
}
