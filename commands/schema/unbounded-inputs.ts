/** What clients send is bounded: `@constraint` on each list and each text, and a rule for each scalar of our own. */
import { type DocumentNode, type InputValueDefinitionNode, Kind, specifiedScalarTypes, type TypeNode } from 'graphql';
import {
  argumentCoordinate,
  type Constraint,
  type Constraints,
  readConstraints,
} from '../../request/values/constraints';
import { SCALARS } from '../../request/values/scalars';

/** One line for each input, with its subgraph and the remedy. */
export class UnboundedInputsError extends Error {
  constructor(inputs: readonly string[]) {
    super(
      [
        'These inputs may be whatever a client likes:',
        ...inputs.map((input) => `  ${input}`),
        'State the most that lists and texts hold: @Directive(size({ maxItems: …, maxLength: … })), from services/subgraph/schema/size.ts.',
        'Write what a scalar may be in request/values/scalars.ts.',
      ].join('\n'),
    );
  }
}

const UNSIZED = new Set(['Int', 'Float', 'Boolean']);

/** @returns what is missing, by coordinate: `Query.titles(search:): maxLength` */
export function unboundedInputs(document: DocumentNode): string[] {
  const constraints = readConstraints(document);
  const texts = textTypes(document, constraints);
  const ruleless = new Set(declaredScalars(document).filter((name) => !Object.hasOwn(SCALARS, name)));
  const missingIn = (coordinate: string, { type }: InputValueDefinitionNode) =>
    missing(type, { texts, ruleless }, constraints.get(coordinate) ?? {}).map((what) => `${coordinate}: ${what}`);
  return document.definitions.flatMap((node) => {
    if (!('fields' in node)) return [];
    return (node.fields ?? []).flatMap((field) => {
      const coordinate = `${node.name.value}.${field.name.value}`;
      if (field.kind === Kind.INPUT_VALUE_DEFINITION) return missingIn(coordinate, field);
      return (field.arguments ?? []).flatMap((argument) =>
        missingIn(argumentCoordinate(coordinate, argument), argument),
      );
    });
  });
}

/** Returns the scalars that hold text, and have no bound of their own. */
function textTypes(document: DocumentNode, constraints: Constraints): ReadonlySet<string> {
  const scalars = [...specifiedScalarTypes.map(({ name }) => name), ...declaredScalars(document)];
  return new Set(scalars.filter((name) => !UNSIZED.has(name) && constraints.get(name)?.maxLength === undefined));
}

function declaredScalars({ definitions }: DocumentNode): string[] {
  return definitions.flatMap((node) => (node.kind === Kind.SCALAR_TYPE_DEFINITION ? [node.name.value] : []));
}

interface ScalarNames {
  readonly texts: ReadonlySet<string>;
  /** Scalars of our own without a rule for their values. */
  readonly ruleless: ReadonlySet<string>;
}

function missing(type: TypeNode, scalars: ScalarNames, constraint: Constraint, depth = 0): string[] {
  const { maxItems, maxLength } = constraint;
  if (type.kind === Kind.NON_NULL_TYPE) return missing(type.type, scalars, constraint, depth);
  if (type.kind === Kind.LIST_TYPE) {
    const inner = missing(type.type, scalars, constraint, depth + 1);
    if (depth > 0) return ['one maxItems cannot bound a list of lists', ...inner];
    return maxItems === undefined ? ['maxItems', ...inner] : inner;
  }
  const { value: name } = type.name;
  return [
    ...(scalars.texts.has(name) && maxLength === undefined ? ['maxLength'] : []),
    ...(scalars.ruleless.has(name) ? [`a rule for ${name}`] : []),
  ];
}
