/**
 * Limits the size of an operation. They are checked before validation, because the time of validation, planning and
 * authorisation grows with the size, in part with its square.
 */
import { type ASTNode, type DocumentNode, type GraphQLSchema, Kind, visit } from 'graphql';
import { tooCostly } from '../errors/errors';
import type { ParsedDocument } from '../parsing/parsed-operation';
import { MAX_VALUE_LEVELS, refuseDeepValue } from '../parsing/value-depth';
import type { FieldGraphs } from './field-graphs';
import { type MergedFields, mergeFields } from './merged-fields';
import { type Measured, measureUnfolded } from './unfolded-size';

interface Sizes {
  readonly aliases: number;
  readonly directives: number;
  readonly fragments: number;
  readonly operations: number;
  readonly 'root fields': number;
  /** Levels of fields within fields, through fragments. */
  readonly levels: number;
  /** The fields of a fragment count as often as the fragment is spread. */
  readonly fields: number;
  /** Fields, spreads and inline fragments, each as often as it is spread. */
  readonly selections: number;
}

/** Used for fragments that spread themselves, which validation refuses. */
const NO_SIZES = { 'root fields': 0, levels: 0, fields: 0, selections: 0 };

const AS_OFTEN = 'A fragment counts each time it is spread.';

const LIMITS: readonly { of: keyof Sizes; allowed: number; remedy: string }[] = [
  { of: 'aliases', allowed: 50, remedy: 'Pass many ids in one list, such as titleIds, or send several requests.' },
  { of: 'directives', allowed: 30, remedy: `${AS_OFTEN} Remove unwanted fields instead of skipping them.` },
  { of: 'fragments', allowed: 100, remedy: 'Write their fields in place, or send several requests.' },
  { of: 'root fields', allowed: 20, remedy: 'Send several requests.' },
  { of: 'levels', allowed: 15, remedy: 'Request the lower levels by id, in another request.' },
  { of: 'operations', allowed: 50, remedy: 'Send each in its own text.' },
  { of: 'fields', allowed: 1_000, remedy: `${AS_OFTEN} Request fewer, or send several requests.` },
  { of: 'selections', allowed: 2_000, remedy: `${AS_OFTEN} Spread fewer, or send several requests.` },
];

interface CheckedSizes extends Sizes {
  /** Whether a fragment spreads itself. Such a text is not valid, and must not be unfolded. */
  readonly isCyclic: boolean;
}

/** @throws OPERATION_TOO_COSTLY; BAD_USER_INPUT where a value is nested too deep */
export function checkSizes(parsed: ParsedDocument): CheckedSizes {
  const measured = measureUnfolded(parsed);
  const sizes = sizesOf(parsed.document, measured);
  for (const { of, allowed, remedy } of LIMITS) {
    if (sizes[of] > allowed) throw tooCostly(`Too many ${of}: ${shown(sizes[of])} (maximum ${allowed}). ${remedy}`);
  }
  return { ...sizes, isCyclic: measured.isCyclic };
}

/**
 * The comparisons of some 300 fields with one name at one place, without arguments. Clients whose components each ask
 * for the same few fields make some hundreds of these. graphql-js compares 100,000 pairs in 6 ms.
 */
const MAX_COMPARISONS = 100_000;
/** A plan with 50 of them takes about 17 ms to make; the operations of our clients need fewer than ten. */
const MAX_JUMPS = 50;

/**
 * @param parsed whose sizes were checked, and in which no fragment spreads itself
 * @throws OPERATION_TOO_COSTLY
 */
export function checkMerging(parsed: ParsedDocument, schema: GraphQLSchema, graphs: FieldGraphs): MergedFields {
  const merged = mergeFields(parsed, schema, graphs);
  if (merged.comparisons > MAX_COMPARISONS) {
    throw tooCostly(
      `Too many comparisons of repeated fields: ${merged.comparisons} (maximum ${MAX_COMPARISONS}). Select each field once in each place.`,
    );
  }
  if (merged.jumps > MAX_JUMPS) {
    throw tooCostly(
      `Too many steps between services: ${merged.jumps} (maximum ${MAX_JUMPS}). Split the operation into several requests.`,
    );
  }
  return merged;
}

function shown(count: number): string {
  return count > 1e9 ? 'more than 1000000000' : String(count);
}

function sizesOf(document: DocumentNode, { visits: _, isCyclic, ...unfolded }: Measured): Sizes {
  const written = { aliases: 0, directives: 0, fragments: 0, operations: 0 };
  let valueLevels = 0;
  const value = {
    enter(_node: ASTNode, _key: unknown, _parent: unknown, _path: unknown, ancestors: Ancestors) {
      valueLevels += 1;
      if (valueLevels > MAX_VALUE_LEVELS) refuseDeepValue(holderOf(ancestors));
    },
    leave() {
      valueLevels -= 1;
    },
  };
  visit(document, {
    ListValue: value,
    ObjectValue: value,
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
  const directives = isCyclic ? written.directives : Math.max(written.directives, unfolded.directives);
  return { ...written, ...(isCyclic ? NO_SIZES : unfolded), directives };
}

type Ancestors = readonly (ASTNode | readonly ASTNode[])[];

/** Returns where a literal stands: an argument, or the default of a variable. */
function holderOf(ancestors: Ancestors): string {
  for (const node of ancestors) {
    if (!('kind' in node)) continue;
    if (node.kind === Kind.ARGUMENT) return `The argument “${node.name.value}”`;
    if (node.kind === Kind.VARIABLE_DEFINITION) return `The default of $${node.variable.name.value}`;
  }
  return 'A value';
}
