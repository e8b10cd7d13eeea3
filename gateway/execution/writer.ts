/**
 * Writes an answer as JSON, straight from subgraph data, and counts its cost on the way. It writes complete answers only: where
 * something is missing or does not fit the schema it gives up, and shape.ts completes the answer as objects. The text is what
 * JSON.stringify would write of those.
 */
import {
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLNonNull,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Turns } from '../../request/turns';
import { isObject } from '../../request/values/plain-objects';
import type { AnsweredField, AnsweredFields } from '../limits/actual-cost';
import type { Estimate } from '../limits/cost';
import type { AskedOfFields } from '../limits/cost-of-field';
import { sizeOfValue } from '../limits/value-sizes';
import { type Choice, type Chosen, choose } from './chosen';
import { type Data, reader } from './data';
import { compact } from './json-text';
import type { Fetched } from './origins';
import { type Counted, countedWithin, countOfObject, placeOf } from './places';
import { compileScans, type Scan } from './scans';
import type { Selections } from './selections';
import type { FetchNode } from './stock';
import { mayBe } from './types';
import { Verbatim } from './verbatim';
import {
  type Count,
  leaf,
  list,
  type Part,
  UNWRITABLE,
  unwritable,
  type Write,
  type WriteObject,
  writeParts,
} from './written-values';

/** The text of a complete answer. */
export interface Written {
  /** The answer as JSON. */
  readonly text: string;
  readonly counted: Estimate;
}

/** How the cost is counted. */
export interface Counting {
  readonly answered: AnsweredFields;
  /** What this request asks of fields. */
  readonly asked: Pick<AskedOfFields, 'of'>;
}

/**
 * How many forms of one operation are kept, by the values of its conditions: all forms of two conditions. The oldest
 * one is dropped; making one takes about as long as writing one object of each kind.
 */
const MAX_CHOICES = 4;

/** How an operation is answered as text, for one set of values of its conditions. */
interface AnswerForm {
  /**
   * How the texts of subgraphs are read for it. Compiling scans costs more than they save once, so the first answer
   * is parsed.
   */
  scans(): ReadonlyMap<FetchNode, Scan> | undefined;
  /**
   * @param answer the merged answers of subgraphs
   * @returns null where the answer must be completed as objects
   */
  write(answer: Data, asked: Counting['asked'], turns: Turns): Promise<Written | null>;
}

/** @returns null where every answer must be completed as objects */
type FormOf = (variables: Readonly<Record<string, unknown>>, answered: AnsweredFields) => AnswerForm | null;

interface Asked {
  /** The schema that clients see. */
  readonly schema: GraphQLSchema;
  readonly supergraph: GraphQLSchema;
  readonly selections: Selections;
  readonly root: GraphQLObjectType;
  /** The variables of @skip and @include. */
  readonly conditions: readonly string[];
  readonly fetches: readonly Fetched[];
}

export function answerForms({ schema, supergraph, selections, root, conditions, fetches }: Asked): FormOf {
  const known = new Map<string, AnswerForm>();

  function formOf(variables: Choice['variables'], answered: AnsweredFields): AnswerForm {
    const choice = { schema, variables };
    const counted = { object: 0, fields: answered };
    const write = new Writers(choice).ofObject(selections, root, root, counted);
    const place = placeOf(choice, selections, root, counted);
    let isFirst = true;
    let scans: ReturnType<AnswerForm['scans']>;
    return {
      scans() {
        if (!isFirst) scans ??= place ? compileScans(choice, place, supergraph, fetches) : new Map();
        isFirst = false;
        return scans;
      },
      async write(answer, asked, turns) {
        const run = { asked, cost: 0, size: 0, turns };
        try {
          const written = write(answer, run);
          const text = typeof written === 'string' ? written : await written;
          return { text, counted: { cost: run.cost, size: run.size } };
        } catch (error) {
          if (error === UNWRITABLE) return null;
          throw error;
        }
      },
    };
  }

  return (given, answered) => {
    const key = conditions.map((name) => given[name]).join();
    const before = known.get(key);
    if (before) return before;
    if (conditions.some((name) => typeof given[name] !== 'boolean')) return null;
    const form = formOf(Object.fromEntries(conditions.map((name) => [name, given[name]])), answered);
    if (known.size >= MAX_CHOICES) known.delete(known.keys().next().value as string);
    known.set(key, form);
    return form;
  };
}

/** The selections of an object are compiled when the first object of its type comes, at each place of the answer. */
class Writers {
  constructor(private readonly choice: Choice) {}

  /**
   * @param named the type by the object's __typename, where it has one
   * @param counted null where nothing is counted of it
   */
  ofObject(
    selections: Selections,
    type: GraphQLCompositeType,
    named: GraphQLNamedType | undefined,
    counted: Counted | null,
  ): WriteObject {
    const chosen = choose(this.choice, selections, type, named);
    if (!chosen) return unwritable;
    const { cost, size, byKey } = countOfObject(chosen, counted);
    const parts = chosen.map((field) => this.part(field, named, byKey.get(field.name)));
    return (input, run) => {
      run.cost += cost;
      run.size += size;
      return writeParts('', parts, 0, input, run);
    };
  }

  private part(field: Chosen, named: GraphQLNamedType | undefined, counted: AnsweredField | undefined): Part {
    const { name, type, selections, parent } = field;
    const key = compact(JSON.stringify(name));
    const leaf = type && getNullableType(type);
    return {
      name,
      opening: `{${key}:`,
      following: `,${key}:`,
      read: name in Object.prototype ? reader(name) : undefined,
      isText: isLeafType(leaf) && (leaf.name === 'String' || leaf.name === 'ID'),
      write: type ? this.value(type, selections, counted) : this.typename(name, named ?? parent, parent),
      count: counted && countOf(counted),
    };
  }

  private value(
    type: GraphQLOutputType,
    selections: Selections | undefined,
    counted: AnsweredField | undefined,
  ): Write {
    if (isNonNullType(type)) return this.notNull(type.ofType, selections, counted);
    const write = this.notNull(type, selections, counted);
    return (value, run) => (value === null ? 'null' : write(value, run));
  }

  private notNull(
    type: Exclude<GraphQLOutputType, GraphQLNonNull<never>>,
    selections: Selections | undefined,
    counted: AnsweredField | undefined,
  ): Write {
    if (isListType(type)) return list(this.value(type.ofType, selections, counted));
    return isLeafType(type) ? leaf(type) : this.objects(type, selections as Selections, counted);
  }

  /** Objects without a name have the declared type. */
  private objects(declared: GraphQLCompositeType, selections: Selections, counted: AnsweredField | undefined): Write {
    const known = new Map<string | undefined, WriteObject>();
    const find = (typename: unknown): WriteObject => {
      if (typename !== undefined && typeof typename !== 'string') throw UNWRITABLE;
      const type = typename ? this.choice.schema.getType(typename) : declared;
      if (!isCompositeType(type) || !mayBe(this.choice.schema, type, declared)) throw UNWRITABLE;
      const write = this.ofObject(selections, type, typename ? type : undefined, countedWithin(counted));
      known.set(typename, write);
      return write;
    };
    return (value, run) => {
      if (!isObject(value)) throw UNWRITABLE;
      if (value instanceof Verbatim) {
        run.cost += value.cost;
        run.size += value.size;
        return value.text;
      }
      const typename = value.__typename as string | undefined;
      return (known.get(typename) ?? find(typename))(value, run);
    };
  }

  /** @param own the type of the object; an alias may state another one */
  private typename(name: string, own: GraphQLNamedType, parent: GraphQLNamedType): Write {
    const texts = new Map<GraphQLNamedType, string>();
    const text = (type: GraphQLNamedType): string => {
      const known = texts.get(type);
      if (known !== undefined) return known;
      if (!isObjectType(type)) throw UNWRITABLE;
      const written = compact(`"${type.name}"`);
      texts.set(type, written);
      return written;
    };
    if (name === '__typename') return () => text(own);
    return (given) => {
      if (given === undefined || given === null) return text(own);
      return text((typeof given === 'string' && this.choice.schema.getType(given)) || parent);
    };
  }
}

function countOf({ isText, asked }: AnsweredField): Count | undefined {
  if (!isText && !asked) return undefined;
  return (value, run) => {
    if (isText) run.size += value instanceof Verbatim ? value.size : sizeOfValue(value);
    if (asked) run.cost += run.asked.of(asked).work;
  };
}
