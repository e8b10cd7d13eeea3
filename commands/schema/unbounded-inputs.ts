/** What clients send has a size that the schema states: `@constraint` beside each list and each text. */
import { type DocumentNode, type InputValueDefinitionNode, Kind, specifiedScalarTypes, type TypeNode } from 'graphql';
import { argumentCoordinate, type Constraint, type Constraints, readConstraints } from '../../caller/constraints';

/** One line each, with its subgraph and the remedy. */
export class UnboundedInputsError extends Error {
  constructor(inputs: readonly string[]) {
    super(
      [
        'These lists and texts may be as long as a client likes:',
        ...inputs.map((input) => `  ${input}`),
        'State the most that they hold: @Directive(size({ maxItems: …, maxLength: … })), from services/subgraph/size.ts.',
      ].join('\n'),
    );
  }
}

const UNSIZED = new Set(['Int', 'Float', 'Boolean']);

/** @returns what is missing, by coordinate: `Query.titles(search:): maxLength` */
export function unboundedInputs(document: DocumentNode): string[] {
  const constraints = readConstraints(document);
  const texts = textTypes(document, constraints);
  const missingIn = (coordinate: string, { type }: InputValueDefinitionNode) =>
    missing(type, texts, constraints.get(coordinate) ?? {}).map((what) => `${coordinate}: ${what}`);
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

/** Scalars that hold text, and have no bound of their own. */
function textTypes(document: DocumentNode, constraints: Constraints): ReadonlySet<string> {
  const declared = document.definitions.flatMap((node) =>
    node.kind === Kind.SCALAR_TYPE_DEFINITION ? [node.name.value] : [],
  );
  const scalars = [...specifiedScalarTypes.map(({ name }) => name), ...declared];
  return new Set(scalars.filter((name) => !UNSIZED.has(name) && constraints.get(name)?.maxLength === undefined));
}

function missing(type: TypeNode, texts: ReadonlySet<string>, constraint: Constraint, depth = 0): string[] {
  const { maxItems, maxLength } = constraint;
  if (type.kind === Kind.NON_NULL_TYPE) return missing(type.type, texts, constraint, depth);
  if (type.kind === Kind.LIST_TYPE) {
    const inner = missing(type.type, texts, constraint, depth + 1);
    if (depth > 0) return ['one maxItems cannot bound a list of lists', ...inner];
    return maxItems === undefined ? ['maxItems', ...inner] : inner;
  }
  return texts.has(type.name.value) && maxLength === undefined ? ['maxLength'] : [];
}
