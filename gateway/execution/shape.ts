/**
 * The shape of an answer: for each possible type of an object, its fields in order. Checks subgraph data against the schema, and
 * turns what does not fit into null, as the stock gateway does.
 */
import {
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { plainObjects } from '../../request/values/plain-objects';
import {
  type Complete,
  type Completion,
  completion,
  INVALID,
  type ObjectShape,
  REPORTED,
  type ShapeOf,
  validLeaf,
} from './completion';
import { type Data, reader } from './data';
import type { FieldSelection, FragmentSelection, Selections } from './selections';
import { isOfType, mayBe } from './types';

type Step = ObjectShape['fill'];

/** Names of fields of one shape. */
interface Names {
  /** Fields that an earlier step may have filled. */
  readonly filled: Set<string>;
  /** Fields that may not be null. */
  readonly required: Set<string>;
}

export class Shapes {
  private readonly known = new Map<Selections, ShapeOf>();

  constructor(readonly schema: GraphQLSchema) {}

  of(selections: Selections, declared: GraphQLCompositeType): ShapeOf {
    const known = this.known.get(selections);
    if (known) return known;
    const shapes = new Map<string | undefined, ObjectShape>();
    const shapeOf: ShapeOf = (typename) => {
      const shape = shapes.get(typename);
      if (shape) return shape;
      const type = typename ? this.schema.getType(typename) : declared;
      if (!isCompositeType(type) || !mayBe(this.schema, type, declared)) return undefined;
      const made = this.objectShape(selections, type, typename ? type : undefined);
      shapes.set(typename, made);
      return made;
    };
    this.known.set(selections, shapeOf);
    return shapeOf;
  }

  /**
   * The shape of the whole answer. Its type is that of the root, whatever name a subgraph gives to its own root type.
   */
  ofRoot(selections: Selections, root: GraphQLObjectType): ObjectShape {
    return this.objectShape(selections, root, root);
  }

  private objectShape(
    selections: Selections,
    type: GraphQLCompositeType,
    named: GraphQLNamedType | undefined,
  ): ObjectShape {
    const names = { filled: new Set<string>(), required: new Set<string>() };
    return { Output: plainObjects(), fill: all(this.steps(selections, type, named, names)) };
  }

  /**
   * @param parent the type that errors name
   * @param named the type by the object's __typename, where it has one
   * @param names receives the names of these steps
   */
  private steps(
    selections: Selections,
    parent: GraphQLCompositeType,
    named: GraphQLNamedType | undefined,
    names: Names,
  ): Step[] {
    return selections.flatMap((selection) => {
      const steps =
        selection.kind === 'field'
          ? [this.field(selection, parent, named, names)]
          : this.fragment(selection, parent, named, names);
      const { isSkipped } = selection;
      if (!isSkipped) return steps;
      const unlessSkipped = all(steps);
      return [(input, output, isNew, run) => isSkipped(run.variables) || unlessSkipped(input, output, isNew, run)];
    });
  }

  private fragment(
    { on, selections }: FragmentSelection,
    parent: GraphQLCompositeType,
    named: GraphQLNamedType | undefined,
    names: Names,
  ): Step[] {
    const applies = !on || isOfType(this.schema, named ?? parent, on);
    return applies ? this.steps(selections, on ?? parent, named, names) : [];
  }

  private field(
    { name, type, selections }: FieldSelection,
    parent: GraphQLCompositeType,
    named: GraphQLNamedType | undefined,
    names: Names,
  ): Step {
    if (!type) return this.typename(name, parent, named);
    const shapeOf = selections && this.of(selections, getNamedType(type) as GraphQLCompositeType);
    const isFirst = !names.filled.has(name);
    names.filled.add(name);
    const isRequired = isNonNullType(type);
    if (isRequired) names.required.add(name);
    const complete = step(name, completion(type, parent.name, shapeOf), { ...names, isRequired, isFirst });
    const leaf = getNullableType(type);
    return isFirst && isLeafType(leaf) ? leafStep(name, leaf, leaf === type, complete) : complete;
  }

  private typename(name: string, parent: GraphQLCompositeType, named: GraphQLNamedType | undefined): Step {
    const own = named ?? parent;
    const read = name === '__typename' ? () => null : reader(name);
    return (input, output, _isNew, run) => {
      if (output[name] !== undefined) return true;
      const given = read(input);
      const isGiven = given !== undefined && given !== null;
      const type = isGiven ? (typeof given === 'string' && this.schema.getType(given)) || parent : own;
      if (isObjectType(type)) {
        output[name] = type.name;
        return true;
      }
      run.path.push(name);
      run.faults.broken(run.path, `${type.name} is the type of no object`);
      run.path.pop();
      return false;
    };
  }
}

function all(steps: readonly Step[]): Step {
  if (steps.length === 1) return steps[0] as Step;
  return (input, output, isNew, run) => {
    for (let at = 0; at < steps.length; at += 1) {
      const isWhole = (steps[at] as Step)(input, output, isNew, run);
      if (isWhole === false) return false;
      if (isWhole === true) continue;
      return isWhole.then((is) => is && all(steps.slice(at + 1))(input, output, isNew, run));
    }
    return true;
  };
}

function step(
  name: string,
  complete: Complete,
  { required, isRequired, isFirst }: Names & { readonly isRequired: boolean; readonly isFirst: boolean },
): Step {
  const read = reader(name);
  return (input, output, isNew, run) => {
    run.path.push(name);
    const value = read(input);
    const before = isFirst && isNew ? undefined : output[name];
    const isMissing =
      value === undefined && before === undefined && run.faults.missing(input, name, run.path, required);
    const completed = isMissing ? (isRequired ? INVALID : REPORTED) : complete(value ?? null, before, run);
    return completed instanceof Promise
      ? completed.then((value) => put(output, name, value, run))
      : put(output, name, completed, run);
  };
}

function put(output: Data, name: string, completed: unknown, run: Completion): boolean {
  run.path.pop();
  output[name] = completed === REPORTED || completed === INVALID ? null : completed;
  return completed !== INVALID;
}

/** Most values are present and valid leaves: for them one check is enough. */
function leafStep(name: string, type: GraphQLLeafType, isNullable: boolean, otherwise: Step): Step {
  const isValid = validLeaf(type);
  if (name in Object.prototype) return otherwise;
  if (['String', 'ID'].includes(type.name)) {
    return (input, output, isNew, run) => {
      const value = input[name];
      if (!isNew || typeof value !== 'string') return otherwise(input, output, isNew, run);
      output[name] = value;
      return true;
    };
  }
  return (input, output, isNew, run) => {
    const value = input[name];
    if (!isNew || (value === null ? !isNullable : !isValid(value))) return otherwise(input, output, isNew, run);
    output[name] = value;
    return true;
  };
}
