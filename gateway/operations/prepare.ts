/**
 * Prepares a new text: parse, measure, charge, validate. No step begins whose time is not bounded and charged before. A refusal
 * is cached, so the same text is not looked at again.
 */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoFragmentCyclesRule,
  type ValidationRule,
  validate,
  visit,
} from 'graphql';
import type { Caller } from '../../caller/caller';
import { failureOf, type Span } from '../../telemetry/span';
import { refuseAliases } from '../authorisation/aliases';
import { mistakeWithoutSchema } from '../errors/hidden-schema';
import { checkLength, lacksToken, needsToken, nestedTooDeep, readDocument } from '../limits/document';
import type { FieldGraphs } from '../limits/field-graphs';
import { checkMerging, checkSizes } from '../limits/operation-limits';
import type { Rate } from '../limits/rate';
import { type ParsedDocument, parsedDocument } from '../parsing/parsed-operation';
import { validationRules } from '../parsing/validation-rules';
import { withSafeVariables } from '../parsing/variable-names';
import type { OperationCache } from './operation-cache';
import { costOfPreparing, costOfReading } from './preparation-cost';
import type { OperationRules } from './prepared-operation';
import { PreparedText, RefusedText } from './prepared-text';

interface PrepareOptions {
  readonly rules: OperationRules;
  readonly graphs: FieldGraphs;
  /** No alias may be one of these (aliases.ts). */
  readonly plannerFields: ReadonlySet<string>;
  readonly cache: OperationCache;
  /** Where the work is paid; it costs nothing where it is left out. */
  readonly rate?: Rate | undefined;
  /** Hides the schema: no introspection, no suggestions. */
  readonly production: boolean;
}

/** The caller that sends the text; null where there was no token. */
interface Sender {
  readonly caller: Caller | null;
  readonly span: Span;
  readonly isPaid: boolean;
}

/** What is wrong with a text, in errors for the client. */
export class Refused extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super(errors[0]?.message);
  }
}

/** Enough errors to correct a text, and too few to learn the schema from. */
const MAX_MISTAKES = 10;

export type Prepare = (text: string, sender: Sender) => Promise<PreparedText>;

/** @returns what throws {@link Refused}, or RATE_LIMITED where the sender may not have so much prepared now */
export function createPrepare(options: PrepareOptions): Prepare {
  const { cache } = options;

  /** Preparations that are under way, by text; each is removed when it ends, however that is. */
  const underWay = new Map<string, Promise<unknown>>();

  async function first(text: string, sender: Sender): Promise<PreparedText> {
    checkLength(text);
    const rate = sender.isPaid ? options.rate : undefined;
    await rate?.prepare(sender.caller, costOfReading(text));
    const measured = cachingRefusal(text, () => measure(text, sender, options));
    await rate?.prepare(sender.caller, measured.cost);
    return cachingRefusal(text, () => {
      validated(measured, sender.span, options);
      const sizes = dropLocations(measured.parsed.document);
      const { document, renamed } = withSafeVariables(measured.parsed.document);
      const parsed = renamed ? parsedDocument(document) : measured.parsed;
      const prepared = new PreparedText({ ...measured, ...sizes, text, parsed, renamed }, options.rules);
      cache.keep(prepared);
      return prepared;
    });
  }

  return async (text, sender) => {
    for (;;) {
      const kept = cache.find(text);
      if (kept) return admitted(kept, sender);
      const other = underWay.get(text);
      if (!other) break;
      await other;
    }
    const preparing = first(text, sender);
    underWay.set(
      text,
      preparing.catch(() => undefined),
    );
    try {
      return await preparing;
    } finally {
      underWay.delete(text);
    }
  };

  function cachingRefusal<Result>(text: string, work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      const refused = error instanceof RangeError ? new Refused([nestedTooDeep()]) : error;
      if (refused instanceof Refused) cache.keep(new RefusedText(text, refused.errors));
      throw refused;
    }
  }
}

function admitted(kept: PreparedText | RefusedText, { caller }: Sender): PreparedText {
  if (kept instanceof RefusedText) throw new Refused(kept.errors);
  if (!caller && kept.needsToken !== null) throw new Refused([needsToken(kept.needsToken)]);
  return kept;
}

interface MeasuredText {
  /** It still has locations. */
  readonly parsed: ParsedDocument;
  readonly selections: number;
  readonly cost: number;
  readonly needsToken: string | null;
}

/** @throws Refused; UNAUTHENTICATED where it is only this sender that is refused */
function measure(text: string, { caller, span }: Sender, { rules, graphs }: PrepareOptions): MeasuredText {
  const { schema } = rules;
  const document = inPhase(span, 'parse', () => forEverybody(() => readDocument(text, caller)));
  const lacking = lacksToken(document);
  if (!caller && lacking !== null) throw needsToken(lacking);
  const parsed = parsedDocument(document);
  const sizes = forEverybody(() => checkSizes(parsed));
  if (sizes.isCyclic) throw new Refused(mistakesIn(schema, document, [NoFragmentCyclesRule], false));
  const merged = forEverybody(() => checkMerging(parsed, schema, graphs));
  const cost = costOfPreparing({ ...sizes, ...merged, tokens: tokensIn(document) });
  return { parsed, selections: sizes.selections, cost, needsToken: lacking };
}

/** A refusal that holds for every sender. A text that only lacks a token is not refused in this way. */
function forEverybody<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const isOwn = error instanceof GraphQLError && error.extensions.code === 'UNAUTHENTICATED';
    throw error instanceof GraphQLError && !isOwn ? new Refused([error]) : error;
  }
}

function validated({ parsed }: MeasuredText, span: Span, { rules, plannerFields, production }: PrepareOptions): void {
  inPhase(span, 'validate', () => {
    const mistakes = mistakesIn(rules.schema, parsed.document, validationRules(production), production);
    if (mistakes.length > 0) throw new Refused(mistakes);
    forEverybody(() => refuseAliases(parsed.document, plannerFields));
  });
}

function mistakesIn(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules: readonly ValidationRule[],
  hidesSchema: boolean,
): GraphQLError[] {
  return validate(schema, document, rules, { maxErrors: MAX_MISTAKES, hideSuggestions: hidesSchema }).map((mistake) => {
    const message = hidesSchema ? mistakeWithoutSchema(mistake) : mistake.message;
    const { source, positions } = mistake;
    return new GraphQLError(message, { source, positions, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
  });
}

function inPhase<Result>(span: Span, name: string, work: () => Result): Result {
  const phase = span.child(name);
  try {
    const result = work();
    phase.end();
    return result;
  } catch (error) {
    phase.end(failureOf(error instanceof Refused ? error.errors[0] : error));
    throw error;
  }
}

function tokensIn({ loc }: DocumentNode): number {
  let tokens = 0;
  for (let token = loc?.startToken; token; token = token.next ?? undefined) tokens += 1;
  return tokens;
}

const LITERALS: ReadonlySet<string> = new Set([Kind.STRING, Kind.INT, Kind.FLOAT, Kind.BOOLEAN, Kind.ENUM, Kind.NULL]);

/**
 * Removes the locations, which hold the text token by token: several times as much as the document itself.
 *
 * @returns how many nodes the document has, and how many of them hold a value and no other node
 */
function dropLocations(document: DocumentNode): { nodes: number; literals: number } {
  let [nodes, literals] = [0, 0];
  visit(document, {
    enter(node) {
      nodes += 1;
      if (LITERALS.has(node.kind)) literals += 1;
      Object.assign(node, { loc: undefined });
    },
  });
  return { nodes, literals };
}
