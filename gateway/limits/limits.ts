/**
 * How large an operation may be written. Asked of its text alone, before it is validated: validation, planning and
 * authorisation take time that grows with the operation, some of it with the square.
 */
import {
  type DocumentNode,
  GraphQLError,
  Kind,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../../caller/caller';
import { tooCostly, unauthenticated } from '../errors';

export const MAXIMUM_TOKENS = 10_000;
/** Enough for the introspection of every tool. */
const MAXIMUM_TOKENS_WITHOUT_TOKEN = 1_000;

interface Sizes {
  readonly aliases: number;
  readonly directives: number;
  readonly fragments: number;
  readonly 'root fields': number;
  /** Of fields within fields, through fragments. */
  readonly levels: number;
  readonly fields: number;
}

/** Texts of callers that were found to fit. In characters: 16 MB at the most. */
const FITTING = new LRUCache<string, true>({
  maxSize: 8_000_000,
  maxEntrySize: 32_000,
  sizeCalculation: (_, { length }) => length || 1,
});

const LIMITS: readonly { of: keyof Sizes; allowed: number; remedy: string }[] = [
  { of: 'aliases', allowed: 50, remedy: 'Name many things in one list, such as titleIds, or ask in several requests.' },
  { of: 'directives', allowed: 30, remedy: 'Leave out what is not wanted instead of skipping it.' },
  { of: 'fragments', allowed: 100, remedy: 'Write their fields where they are spread, or ask in several requests.' },
  { of: 'root fields', allowed: 20, remedy: 'Ask in several requests.' },
  { of: 'levels', allowed: 15, remedy: 'Ask for the lower levels by their ids, in another request.' },
  { of: 'fields', allowed: 1_000, remedy: 'Ask for fewer, or in several requests.' },
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
  const sizes = sizesOf(document);
  for (const { of, allowed, remedy } of LIMITS) {
    if (sizes[of] > allowed)
      throw tooCostly(`The operation has ${sizes[of]} ${of}, and ${allowed} are allowed. ${remedy}`);
  }
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

function sizesOf(document: DocumentNode): Sizes {
  const sizes = { aliases: 0, directives: 0, fragments: 0, 'root fields': 0, levels: 0, fields: 0 };
  visit(document, {
    Field({ alias }) {
      sizes.fields += 1;
      if (alias) sizes.aliases += 1;
    },
    Directive() {
      sizes.directives += 1;
    },
    FragmentDefinition() {
      sizes.fragments += 1;
    },
  });
  const measure = measureOf(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { width, levels } = measure(definition.selectionSet);
    sizes['root fields'] = Math.max(sizes['root fields'], width);
    sizes.levels = Math.max(sizes.levels, levels);
  }
  return sizes;
}

interface Extent {
  /** Fields at the level of the selection itself. */
  readonly width: number;
  readonly levels: number;
}

/** Each fragment is measured once, however often it is spread; one that spreads itself is left to validation. */
function measureOf(document: DocumentNode): (set: SelectionSetNode) => Extent {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const measured = new Map<string, Extent>();

  function measureFragment(name: string): Extent {
    const known = measured.get(name);
    if (known) return known;
    measured.set(name, { width: 0, levels: 0 });
    const fragment = fragments.get(name);
    if (fragment) measured.set(name, measure(fragment.selectionSet));
    return measured.get(name) as Extent;
  }

  function measureSelection(selection: SelectionNode): Extent {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return measureFragment(selection.name.value);
    const isField = selection.kind === Kind.FIELD;
    const inner = isField && selection.name.value.startsWith('__') ? undefined : selection.selectionSet;
    const { width, levels } = inner ? measure(inner) : { width: 0, levels: 0 };
    return { width: isField ? 1 : width, levels: levels + 1 };
  }

  function measure({ selections }: SelectionSetNode): Extent {
    let [width, levels] = [0, 0];
    for (const extent of selections.map(measureSelection)) {
      width += extent.width;
      levels = Math.max(levels, extent.levels);
    }
    return { width, levels };
  }
  return measure;
}
