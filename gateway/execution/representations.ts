/** Compiles the representation of an entity: its keys, and the required fields of other subgraphs. */
import type { GraphQLSchema } from 'graphql';
import { plainObjects } from '../../request/values/plain-objects';
import { type Data, merge, reader, textOf } from './data';
import type { Required } from './stock';
import { typeTest } from './types';

/** @returns null where the entity lacks one of the fields */
type Represent = (entity: Data | null) => Data | null;

/**
 * @returns a function that makes a text of a representation; the texts of two representations of the same type are
 * the same if, and only if, they have the same content
 */
export function identifier(required: readonly Required[]): (representation: Data) => string {
  const key = singleKey(required);
  if (key === undefined) return textOf;
  const read = reader(key);
  return (representation) => {
    const value = read(representation);
    return typeof value === 'string' ? `"${value}` : textOf(representation);
  };
}

/** Returns the only field besides __typename that every representation has, if there is only one: usually the key. */
function singleKey(required: readonly Required[]): string | undefined {
  const names = new Set<string | undefined>();
  for (const one of required) {
    if (one.kind !== 'InlineFragment') return undefined;
    const own = one.selections.filter((field) => field.kind !== 'Field' || field.name !== '__typename');
    const [field] = own;
    if (own.length !== 1 || field?.kind !== 'Field' || field.selections) return undefined;
    names.add(field.alias ?? field.name);
  }
  return names.size === 1 ? [...names][0] : undefined;
}

type Fragment = Extract<Required, { kind: 'InlineFragment' }>;
type Field = Extract<Required, { kind: 'Field' }>;
/** @returns false where the entity lacks the field */
type Add = (entity: Data, representation: Data) => boolean;

export function compileRepresentation(schema: GraphQLSchema, required: readonly Required[]): Represent {
  const fragments = required.filter((one) => one.kind === 'InlineFragment' && one.typeCondition !== undefined);
  if (fragments.length === required.length) return fromFragments(schema, fragments as Fragment[]);
  const parts = required.map((one) => (one.kind === 'Field' ? field(schema, one) : fragment(schema, one)));
  const Representation = plainObjects();
  return (entity) => {
    if (entity === null) return null;
    const representation = new Representation();
    for (let at = 0; at < parts.length; at += 1) if (!parts[at]?.(entity, representation)) return null;
    return representation;
  };
}

/** The usual form: one fragment for each type that the entity may have. */
function fromFragments(schema: GraphQLSchema, fragments: readonly Fragment[]): Represent {
  const parts = fragments.map(({ typeCondition = '', selections }) => ({
    applies: typeTest(schema, typeCondition, false),
    represent: compileRepresentation(schema, selections),
  }));
  return (entity) => {
    if (entity === null) return null;
    let representation: Data | null = null;
    for (let at = 0; at < parts.length; at += 1) {
      const part = parts[at];
      const own = entity && part?.applies(entity) ? part.represent(entity) : null;
      if (representation && own) merge(representation, own);
      else representation ??= own;
    }
    return representation ?? Object.create(null);
  };
}

function fragment(schema: GraphQLSchema, one: Fragment): Add {
  if (!one.typeCondition) return () => true;
  const represent = fromFragments(schema, [one]);
  return (entity, representation) => {
    merge(representation, represent(entity));
    return true;
  };
}

function field(schema: GraphQLSchema, { alias, name, selections }: Field): Add {
  const key = alias ?? name;
  const read = reader(key);
  const represent = selections && compileRepresentation(schema, selections);
  return (entity, representation) => {
    const value = read(entity);
    if (value === undefined) return false;
    representation[key] = represent ? (Array.isArray(value) ? value.map(represent) : represent(value as Data)) : value;
    return true;
  };
}
