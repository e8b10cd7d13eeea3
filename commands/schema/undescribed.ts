/**
 * Finds what the API does not explain: every type, field, argument and enum value that clients see must have a
 * description.
 */
import { type DocumentNode, Kind, parse, type StringValueNode } from 'graphql';

/** They only hold the fields at which an operation begins. */
const ROOTS = new Set(['Query', 'Mutation']);

interface Described {
  readonly name: { readonly value: string };
  readonly description?: StringValueNode | undefined;
}

/** @returns by coordinate what has no description: `School.access(at:)` */
export function undescribed(api: DocumentNode | string): string[] {
  const { definitions } = typeof api === 'string' ? parse(api, { noLocation: true }) : api;
  return definitions.flatMap((node) => {
    if (!('name' in node) || !node.name || !('description' in node || 'fields' in node || 'values' in node)) return [];
    const type = node.name.value;
    const own = ROOTS.has(type) ? [] : missing(type, node as Described);
    if (node.kind === Kind.ENUM_TYPE_DEFINITION) {
      return [...own, ...(node.values ?? []).flatMap((value) => missing(`${type}.${value.name.value}`, value))];
    }
    if (!('fields' in node)) return own;
    const fields = (node.fields ?? []).flatMap((field) => {
      const coordinate = `${type}.${field.name.value}`;
      const inputs = 'arguments' in field ? (field.arguments ?? []) : [];
      return [
        ...missing(coordinate, field),
        ...inputs.flatMap((input) => missing(`${coordinate}(${input.name.value}:)`, input)),
      ];
    });
    return [...own, ...fields];
  });
}

function missing(coordinate: string, { description }: Described): string[] {
  return description?.value.trim() ? [] : [coordinate];
}

export function undescribedComplaint(coordinates: readonly string[]): string {
  return [
    'Clients see these without a word of what they mean:',
    ...coordinates.map((coordinate) => `  ${coordinate}`),
    'Say it where they are declared: { description: … }, for the values of an enum in valuesConfig.',
  ].join('\n');
}
