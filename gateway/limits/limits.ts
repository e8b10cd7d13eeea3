/**
 * How large an operation may be written. Asked of its text alone, before it is validated: validation, planning and
 * authorisation take time that grows with the operation, some of it with the square.
 */
import { type DocumentNode, GraphQLError, Kind, parse, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../../caller/caller';
import { tooCostly, unauthenticated } from '../errors';
import { type Measured, measureUnfolded } from '../operations/unfolded-size';

export const MAXIMUM_TOKENS = 10_000;
/** Enough for the introspection of every tool. */
const MAXIMUM_TOKENS_WITHOUT_TOKEN = 1_000;

interface Sizes {
  readonly aliases: number;
  readonly directives: number;
  readonly fragments: number;
  readonly operations: number;
  readonly 'root fields': number;
  /** Of fields within fields, through fragments. */
  readonly levels: number;
  /** What a fragment holds counts as often as the fragment is spread. */
  readonly fields: number;
  /** Fields, spreads and inline fragments, each as often. */
  readonly selections: number;
  readonly 'unfolded directives': number;
}

/** Of fragments that spread themselves: validation refuses them. */
const NO_SIZES = { 'root fields': 0, levels: 0, fields: 0, selections: 0, 'unfolded directives': 0 };

/** Texts of callers that were found to fit. In characters: 16 MB at the most. */
const FITTING = new LRUCache<string, true>({
  maxSize: 8_000_000,
  maxEntrySize: 32_000,
  sizeCalculation: (_, { length }) => length || 1,
});

const AS_OFTEN = 'What a fragment holds counts as often as it is spread.';

const LIMITS: readonly { of: keyof Sizes; allowed: number; remedy: string }[] = [
  { of: 'aliases', allowed: 50, remedy: 'Name many things in one list, such as titleIds, or ask in several requests.' },
  { of: 'directives', allowed: 30, remedy: 'Leave out what is not wanted instead of skipping it.' },
  { of: 'fragments', allowed: 100, remedy: 'Write their fields where they are spread, or ask in several requests.' },
  { of: 'root fields', allowed: 20, remedy: 'Ask in several requests.' },
  { of: 'levels', allowed: 15, remedy: 'Ask for the lower levels by their ids, in another request.' },
  { of: 'operations', allowed: 50, remedy: 'Send each in a text of its own.' },
  { of: 'fields', allowed: 1_000, remedy: `${AS_OFTEN} Ask for fewer, or in several requests.` },
  { of: 'selections', allowed: 2_000, remedy: `${AS_OFTEN} Spread fewer, or ask in several requests.` },
  { of: 'unfolded directives', allowed: 100, remedy: `${AS_OFTEN} Leave out what is not wanted.` },
];

/**
 * @param caller null where there was no token: such a request may ask for nothing but `__typename` and, where the
 * gateway shows its schema, for that
 * @throws UNAUTHENTICATED, OPERATION_TOO_COSTLY. An operation that cannot be read passes: validation says it better.
 */
export function checkLimits(text: string, caller: Caller | null): void {
  if (caller && FITTING.has(text)) return;
  const document = documentOf(text, caller);
  if (!document) return;
  if (!caller) refuseWithoutToken(document);
  checkSizes(document);
  if (caller) FITTING.set(text, true);
}

/** @throws OPERATION_TOO_COSTLY */
export function checkSizes(document: DocumentNode): void {
  const sizes = sizesOf(document, measureUnfolded(document));
  for (const { of, allowed, remedy } of LIMITS) {
    if (sizes[of] > allowed)
      throw tooCostly(`The operation has ${shown(sizes[of])} ${of}, and ${allowed} are allowed. ${remedy}`);
  }
}

function shown(count: number): string {
  return count > 1e9 ? 'more than 1000000000' : String(count);
}

function documentOf(text: string, caller: Caller | null): DocumentNode | null {
  const maxTokens = caller ? MAXIMUM_TOKENS : MAXIMUM_TOKENS_WITHOUT_TOKEN;
  try {
    return parse(text, { maxTokens, noLocation: true });
  } catch (error) {
    const tooLong = error instanceof GraphQLError && /more tha[nt] \d+ tokens/.test(error.message);
    if (tooLong && !caller) throw needsToken('An operation of this length');
    if (tooLong) {
      throw tooCostly(
        `The operation has more than ${maxTokens} tokens, and that many are allowed. Send long lists as variables, or ask in several requests.`,
      );
    }
    if (error instanceof RangeError) throw tooCostly('The operation is nested too deep to be read. Nest it less.');
    return null;
  }
}

/** Fragments are not followed: what asks for nothing needs none at its root. */
function refuseWithoutToken({ definitions }: DocumentNode): void {
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const root = definition.operation.charAt(0).toUpperCase() + definition.operation.slice(1);
    for (const selection of definition.selectionSet.selections) {
      if (selection.kind !== Kind.FIELD) throw needsToken(`A fragment on ${root}`);
      if (!selection.name.value.startsWith('__')) throw needsToken(`${root}.${selection.name.value}`);
    }
  }
}

function needsToken(what: string): GraphQLError {
  return unauthenticated(`${what} needs a token. Send one in the header “Authorization: Bearer …”.`);
}

function sizesOf(document: DocumentNode, { visits: _, isCyclic, ...unfolded }: Measured): Sizes {
  const written = { aliases: 0, directives: 0, fragments: 0, operations: 0 };
  visit(document, {
    Field({ alias }) {
      if (alias) written.aliases += 1;
    },
    Directive() {
      written.directives += 1;
    },
    FragmentDefinition() {
      written.fragments += 1;
    },
    OperationDefinition() {
      written.operations += 1;
    },
  });
  const { directives, ...sizes } = unfolded;
  return { ...written, ...(isCyclic ? NO_SIZES : { ...sizes, 'unfolded directives': directives }) };
}
