/**
 * Maps the claims of an issuer's tokens to kind, organisations and scopes of a Caller; the mapping is data.
 * docs/tokens.md explains it. A mapping is checked when the gateway starts, not when a token comes.
 */
import { z } from 'zod';
import {
  CALLER_KINDS,
  type CallerKind,
  LEVELS_OF_KIND,
  parseOrganisationKey,
  SCOPES_OF_KIND,
} from '../../caller/caller';

/** What a placeholder in a pattern stands for. There are no others. */
export const PLACEHOLDERS = {
  '{state}': '([A-Z]{2})',
  '{number}': '([A-Za-z0-9-]{1,40})',
  '{digits}': '([0-9]{1,40})',
} as const;
const SAMPLES: Record<string, string> = { '{state}': 'NW', '{number}': '1', '{digits}': '1' };
const PLACEHOLDER = /\{[^{}]*\}/g;

const word = z.string().min(1, 'Write a name.').max(200, 'Write at most 200 characters.');

/** `"scope"`, or for a claim inside others `["resource_access", "freischalter", "roles"]`. */
const path = z.union(
  [word.transform((name) => [name]), z.array(word).min(1, 'Write at least one name.').max(10, 'Write at most ten.')],
  {
    error: 'Write the name of a claim, or a list of names that leads to one.',
  },
);

const kind = z.enum(CALLER_KINDS, { error: `Write one of ${CALLER_KINDS.join(', ')}.` });

/** Holds where the claim is one of the words, or a list that contains one of them. */
const condition = z.strictObject({
  claim: path,
  is: z.union([word.transform((one) => [one]), z.array(word).min(1, 'Write at least one.')], {
    error: 'Write a word, or a list of words.',
  }),
});
const when = z
  .union([condition.transform((one) => [one]), z.array(condition)], {
    error: 'Write {"claim":…,"is":…}, or a list of such.',
  })
  .default([]);

const kindRule = z.strictObject({ kind, when });

const boundRule = z
  .strictObject({
    claim: path,
    /** Left out where the claim holds organisation keys. */
    pattern: word.optional(),
    key: word.optional(),
    kinds: z
      .array(kind)
      .min(1, 'Name at least one.')
      .default([...CALLER_KINDS]),
    when,
  })
  .superRefine(checkTemplate);

const scopesOfKinds = z.partialRecord(kind, z.array(z.string())).superRefine((scopes, context) => {
  for (const [one, names] of Object.entries(scopes) as [CallerKind, string[]][]) {
    if (names.every((name) => SCOPES_OF_KIND[one].includes(name))) continue;
    const message = `Write scopes that ${one} may have: ${SCOPES_OF_KIND[one].join(' ')}.`;
    context.addIssue({ code: 'custom', path: [one], message });
  }
});

/** Scopes from the token, or the same scopes for all callers of a kind. */
const scopes = z.union([z.strictObject({ claim: path, prefix: z.string().max(200).default('') }), scopesOfKinds], {
  error: 'Write {"claim":"scope"}, or the scopes of each kind: {"lms":["titles:read"]}.',
});

export const claimsMapping = z
  .strictObject({
    /** Where a token holds a list of contexts, each is read by itself. */
    each: path.optional(),
    subject: path.default(['sub']),
    /** Where it is left out: `client_id`, or else `azp`. */
    client: path.optional(),
    /** On whose behalf the subject acts, for the audit trail; nobody's where it is left out. */
    endUser: path.optional(),
    kind: z.array(kindRule).min(1, 'Write at least one.'),
    bound: z.array(boundRule).default([]),
    scopes,
  })
  .superRefine((mapping, context) => {
    if ('claim' in mapping.scopes) return;
    const without = mapping.kind.find((rule) => !(rule.kind in mapping.scopes));
    if (!without) return;
    const message = `Say which scopes ${without.kind} has: “kind” makes such callers.`;
    context.addIssue({ code: 'custom', path: ['scopes'], message });
  });

export type ClaimsMapping = z.output<typeof claimsMapping>;
export type BoundRule = ClaimsMapping['bound'][number];
export type Condition = z.output<typeof condition>;
export type ClaimPath = readonly string[];

interface Template {
  readonly pattern?: string | undefined;
  readonly key?: string | undefined;
  readonly kinds: readonly CallerKind[];
}

function checkTemplate(rule: Template, context: z.RefinementCtx): void {
  const mistake = templateMistake(rule);
  if (mistake) context.addIssue({ code: 'custom', path: [mistake.place], message: mistake.message });
}

function templateMistake({ pattern, key, kinds }: Template): { place: string; message: string } | null {
  if (pattern === undefined && key === undefined) return null;
  if (pattern === undefined || key === undefined) {
    const place = pattern === undefined ? 'pattern' : 'key';
    return { place, message: 'Write both “pattern” and “key”, or none of them.' };
  }
  const known: readonly string[] = pattern.match(PLACEHOLDER) ?? [];
  if (known.some((one) => !Object.hasOwn(PLACEHOLDERS, one)) || new Set(known).size < known.length) {
    const message = `Of placeholders there are ${Object.keys(PLACEHOLDERS).join(', ')}, each once.`;
    return { place: 'pattern', message };
  }
  if ((key.match(PLACEHOLDER) ?? []).some((one) => !known.includes(one))) {
    return { place: 'key', message: 'Write only placeholders that stand in “pattern”.' };
  }
  const organisation = parseOrganisationKey(key.replace(PLACEHOLDER, (one) => SAMPLES[one] as string));
  if (!organisation) return { place: 'key', message: 'Write an organisation key such as SCHOOL:{state}:{number}.' };
  const unfit = kinds.length < CALLER_KINDS.length && kinds.find((one) => !levelsOf(one).includes(organisation.level));
  if (!unfit) return null;
  return { place: 'kinds', message: `${unfit} may be bound to ${levelsOf(unfit).join(', ') || 'nothing'}.` };
}

function levelsOf(one: CallerKind): readonly string[] {
  return LEVELS_OF_KIND[one];
}

/** Used where nothing else is configured: the claims `kind`, `bound` and `scope`. */
export const DEFAULT_CLAIMS: ClaimsMapping = claimsMapping.parse({
  kind: CALLER_KINDS.map((one) => ({ kind: one, when: { claim: 'kind', is: one } })),
  bound: [{ claim: 'bound' }],
  scopes: { claim: 'scope' },
});
