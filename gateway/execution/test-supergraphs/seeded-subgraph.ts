/**
 * A remote subgraph as the gateway sees it: it answers every question by its schema, with data that depend on the
 * seed and on the question, and not on how often or in which order it is asked.
 *
 * Some of its fields are null, some fail. Some answers break its own schema: null where none may be, a field that is
 * missing, a value or a type that is wrong. Some questions fail as a whole.
 */
import type { GraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  parse,
} from 'graphql';
import type { Scan } from '../scans';
import { Chance, hash } from './chance';

/** How often each happens, from 0 to 1. */
export interface Faults {
  readonly isNull: number;
  readonly fails: number;
  readonly isBroken: number;
  readonly failsAsAWhole: number;
}

export interface Exchange {
  readonly query: string;
  /** Where in the answer it was asked. */
  readonly path: readonly (string | number)[];
  readonly representations: readonly unknown[];
  /** The object that the gateway got. */
  readonly answer: ExecutionResult;
}

/** The options of the compiled executor. */
interface Asked {
  readonly pathInIncomingRequest?: Exchange['path'];
  readonly scan?: Scan;
}

/** An object of the subgraph. Its data come only from its identity, and from its representation. */
interface Thing {
  readonly __typename: string;
  readonly identity: string;
  readonly told: Readonly<Record<string, unknown>>;
}

const IDENTITIES = 4;

/** The wrong type names of broken objects, without those that stock accepts (decision 0012). */
const NAMES_OF_A_ROOT = ['Query', ''];
const NAMES = ['Nobody', 'String', ''];

export class SeededSubgraph implements GraphQLDataSource {
  seed = '';
  faults: Faults = { isNull: 0, fails: 0, isBroken: 0, failsAsAWhole: 0 };
  /** Its questions and answers; questions that failed as a whole are left out. */
  readonly exchanges: Exchange[] = [];
  /** How many answers were read as text, and how many could have been but had to be parsed. */
  readonly scans = { read: 0, left: 0 };
  private readonly schema: GraphQLSchema;
  private readonly documents = new Map<string, DocumentNode>();

  constructor(sdl: string) {
    this.schema = buildSubgraphSchema(parse(sdl));
    const entities = this.schema.getQueryType()?.getFields()._entities;
    if (entities)
      entities.resolve = (_source, { representations }) => representations.map((one: Thing) => this.entity(one));
  }

  async process(asked: Parameters<GraphQLDataSource['process']>[0]): Promise<never> {
    const { request } = asked;
    const { query = '', variables = {} } = JSON.parse(JSON.stringify(request));
    const { representations = [], ...others } = variables as { representations?: unknown[] };
    const question = [
      query,
      JSON.stringify(others),
      ...new Set(representations.map((one) => JSON.stringify(one)).sort()),
    ];
    const whole = this.wholeFault(this.chance(question.join('\n')), query);
    if (whole) return whole as never;
    const result = await this.answer(query, variables);
    const answer = JSON.parse(JSON.stringify(result)) as ExecutionResult;
    this.breakAnswer(answer, representations, question.slice(0, 2).join('\n'));
    const { pathInIncomingRequest: path = [], scan } = asked as Asked;
    this.exchanges.push({ query, path, representations, answer });
    const scanned = scan?.(JSON.stringify(answer));
    if (scan) this.scans[scanned ? 'read' : 'left'] += 1;
    return (scanned ? { data: scanned } : answer) as never;
  }

  private async answer(query: string, variableValues: Record<string, unknown>): Promise<ExecutionResult> {
    const document = this.documents.get(query) ?? parse(query);
    this.documents.set(query, document);
    return execute({ schema: this.schema, document, variableValues, fieldResolver: this.resolve });
  }

  private readonly resolve: GraphQLFieldResolver<Thing | undefined, unknown> = (source, args, _context, info) => {
    const { fieldName, returnType } = info;
    const told = source?.told[fieldName];
    const identity = source?.identity ?? info.operation.operation;
    if (told !== undefined) return this.repeat(told, returnType, `${identity}.${fieldName}`);
    const own = keyOf(info.parentType, fieldName, identity);
    if (own !== undefined) return own;
    return this.value(returnType, `${identity}.${fieldName}${JSON.stringify(args)}`);
  };

  private value(type: GraphQLOutputType, place: string): unknown {
    const chance = this.chance(place);
    if (chance.happens(this.faults.fails)) {
      const extensions = chance.pick([
        undefined,
        { code: 'FORBIDDEN' },
        { code: 'BAD', more: [1, { a: null }] },
        { n: 1 },
      ]);
      throw new GraphQLError(chance.pick(['', 'no', `${place} failed`]), { extensions });
    }
    if (isNonNullType(type)) return this.there(type.ofType, place);
    return chance.happens(this.faults.isNull) ? null : this.there(type, place);
  }

  private there(type: GraphQLOutputType, place: string): unknown {
    const chance = this.chance(`${place}!`);
    if (isListType(type)) {
      return Array.from({ length: chance.below(4) }, (_, index) => this.value(type.ofType, `${place}[${index}]`));
    }
    if (isLeafType(type)) return isEnumType(type) ? chance.pick(type.getValues()).value : scalar(type.name, chance);
    const object = isAbstractType(type) ? chance.pick(this.schema.getPossibleTypes(type)) : type;
    return this.thing(object as GraphQLObjectType, chance, place);
  }

  private thing(type: GraphQLObjectType, chance: Chance, place: string): Thing {
    const identity = isKeyed(type) ? `${type.name}:${chance.below(IDENTITIES)}` : place;
    return { __typename: type.name, identity, told: {} };
  }

  /** Returns the entity of a representation; the ID in it identifies the entity. */
  private entity(representation: Thing): unknown {
    const { __typename, ...told } = representation as unknown as Record<string, unknown> & { __typename: string };
    const named = this.schema.getType(__typename);
    const id = firstId(told);
    if (this.chance(`${__typename}:${id} exists`).happens(this.faults.isNull / 2)) return null;
    const possible = isAbstractType(named) ? this.schema.getPossibleTypes(named) : [named as GraphQLObjectType];
    const type = this.chance(`${__typename}:${id} is`).pick(possible);
    return { __typename: type.name, identity: `${type.name}:${id}`, told };
  }

  /** Repeats what the representation stated. */
  private repeat(told: unknown, type: GraphQLOutputType, place: string): unknown {
    if (told === null || isLeafType(getNamedType(type))) return told;
    if (Array.isArray(told)) return told.map((one, index) => this.repeat(one, type, `${place}[${index}]`));
    const named = getNamedType(type);
    const given = told as Record<string, unknown>;
    const __typename = typeof given.__typename === 'string' ? given.__typename : named.name;
    return { __typename, identity: place, told: given };
  }

  private wholeFault(chance: Chance, query: string): unknown {
    if (!chance.happens(this.faults.failsAsAWhole)) return undefined;
    const message = `${query.length} characters were too many`;
    switch (chance.below(6)) {
      case 0:
        throw new Error(message);
      case 1:
        return { data: null, errors: [{ message, extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] };
      case 2:
        return { errors: [{ message, path: ['_entities'] }, { message: 'and more' }] };
      case 3:
        return { data: null };
      case 4:
        return { data: { _entities: null } };
      default:
        return { data: null, errors: [] };
    }
  }

  private breakAnswer({ data }: ExecutionResult, representations: readonly unknown[], question: string): void {
    if (!data || this.faults.isBroken === 0) return;
    const { _entities: entities } = data;
    if (!Array.isArray(entities)) this.breakObject(data, question, NAMES_OF_A_ROOT);
    else {
      for (const [index, entity] of entities.entries()) {
        this.breakValue(entity, `${question} ${JSON.stringify(representations[index])}`);
      }
    }
  }

  private breakValue(value: unknown, place: string): void {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) this.breakValue(item, `${place}[${index}]`);
    else if (typeof value === 'object' && value !== null) this.breakObject(value as Record<string, unknown>, place);
  }

  private breakObject(object: Record<string, unknown>, place: string, names = NAMES): void {
    for (const [key, value] of Object.entries(object)) {
      const chance = this.chance(`${place}/${key} breaks`);
      if (!chance.happens(this.faults.isBroken)) this.breakValue(value, `${place}/${key}`);
      else if (chance.happens(0.4)) delete object[key];
      else if (chance.happens(0.6) || typeof value === 'object') object[key] = null;
      else if (key === '__typename') object[key] = chance.pick(names);
      else object[key] = chance.pick([1.5, 7, 'wrong', true, '', -0, 3e21]);
    }
  }

  private chance(place: string): Chance {
    return new Chance(hash(`${this.seed} ${place}`));
  }
}

function isKeyed(type: GraphQLObjectType): boolean {
  return Object.values(type.getFields()).some(({ type: field }) => isId(field));
}

/** Every ID of a keyed object is its number. */
function keyOf(type: GraphQLObjectType, field: string, identity: string): string | undefined {
  const declared = type.getFields()[field];
  return declared && isId(declared.type) && identity.startsWith(`${type.name}:`) ? identity.split(':')[1] : undefined;
}

function isId(type: GraphQLOutputType): boolean {
  return isNonNullType(type) && isLeafType(type.ofType) && type.ofType.name === 'ID';
}

function firstId(told: Readonly<Record<string, unknown>>): unknown {
  const [first] = ['id', 'email', 'number', 'sku', 'code', 'serial'].flatMap((name) => told[name] ?? []);
  return first ?? Object.values(told).find((value) => typeof value === 'string') ?? '0';
}

function scalar(name: string, chance: Chance): unknown {
  switch (name) {
    case 'Int':
      return chance.below(200) - 100;
    case 'Float':
      return chance.below(1_000) / 8;
    case 'Boolean':
      return chance.happens(0.5);
    case 'String':
    case 'ID':
      return chance.pick(['Zebra', 'Ähre', '', 'x "y"', String(chance.below(9))]);
    default:
      return chance.pick<unknown>(['2026-01-01T00:00:00Z', 7, { a: [1, { b: null }] }, [1, 2], false]);
  }
}
