/**
 * What the planner of @apollo/gateway 2.14 plans wrongly, by the federation audit
 * (github.com/graphql-hive/federation-gateway-audit). A schema in which it could occur is refused before it is
 * written, because it would give wrong answers without an error. When the planner is upgraded, run the audit, and
 * remove what was fixed.
 */
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';

interface SubgraphDefinitions {
  readonly name: string;
  readonly typeDefs: DocumentNode;
}

/** One line for each fault, with its subgraph, the case of the audit, and the remedy. */
export class PlannerFaultsError extends Error {
  constructor(faults: readonly string[]) {
    super(['The planner would answer this wrongly:', ...faults.map((fault) => `  ${fault}`)].join('\n'));
  }
}

/** @returns what it would plan wrongly, by coordinate */
export function plannerFaults(subgraphs: readonly SubgraphDefinitions[]): string[] {
  return [
    ...subgraphs.flatMap(({ name, typeDefs }) => faultsWithin(typeDefs).map((fault) => `${name}: ${fault}`)),
    ...emptyInterfaces(subgraphs),
  ];
}

/** What one subgraph says about a type, in its definition and its extensions together. */
interface StatedType {
  readonly keys: ConstDirectiveNode[];
  readonly fields: Map<string, FieldDefinitionNode>;
  /** By the name of the field that requires them. */
  readonly requires: Map<string, string>;
}

function faultsWithin(document: DocumentNode): string[] {
  const types = statedTypes(document);
  return [...types].flatMap(([type, { keys, requires }]) => {
    const withArguments = [...requires].filter(([, fields]) => takesArguments(fields, type, types));
    const isPartlyResolvable = requires.size > 0 && keys.some(isNotResolvable);
    return [
      ...withArguments.map(
        ([field]) =>
          `${type}.${field}: @requires of a field that takes arguments, given or not, is answered for those of whoever else asks for it, and the other way round (requires-with-argument, requires-with-argument-conflict). Publish a field without arguments, and require that.`,
      ),
      ...(isPartlyResolvable
        ? [
            `${type}: beside @requires, a @key with resolvable: false may be the one that is sent (keys-mashup). Make it resolvable, or leave it out.`,
          ]
        : []),
    ];
  });
}

/** An empty plan asks no subgraph, and the answer is null without an error. */
function emptyInterfaces(subgraphs: readonly SubgraphDefinitions[]): string[] {
  const implemented = new Set<string>();
  for (const { typeDefs } of subgraphs) {
    for (const node of typeDefs.definitions) {
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
      for (const { name } of node.interfaces ?? []) implemented.add(name.value);
    }
  }
  return subgraphs.flatMap(({ name, typeDefs }) =>
    typeDefs.definitions.flatMap((node) =>
      node.kind === Kind.INTERFACE_TYPE_DEFINITION && !implemented.has(node.name.value)
        ? [
            `${name}: ${node.name.value}: an interface that no object implements in any subgraph is answered with null, and no error (non-resolvable-interface-object). Write the types behind it, or leave it out.`,
          ]
        : [],
    ),
  );
}

function statedTypes({ definitions }: DocumentNode): Map<string, StatedType> {
  const types = new Map<string, StatedType>();
  for (const node of definitions) {
    if (!('fields' in node)) continue;
    const stated: StatedType = types.get(node.name.value) ?? { keys: [], fields: new Map(), requires: new Map() };
    types.set(node.name.value, stated);
    stated.keys.push(...named(node.directives, 'key'));
    for (const field of node.fields ?? []) {
      if (field.kind === Kind.INPUT_VALUE_DEFINITION) continue;
      stated.fields.set(field.name.value, field);
      for (const directive of named(field.directives, 'requires'))
        stated.requires.set(field.name.value, fieldsOf(directive));
    }
  }
  return types;
}

/** Returns directives by their imported or by their full name. */
function named(directives: readonly ConstDirectiveNode[] | undefined, name: string): ConstDirectiveNode[] {
  return (directives ?? []).filter((node) => node.name.value === name || node.name.value === `federation__${name}`);
}

function argumentOf({ arguments: given = [] }: ConstDirectiveNode, name: string) {
  return given.find((argument) => argument.name.value === name)?.value;
}

function fieldsOf(directive: ConstDirectiveNode): string {
  const value = argumentOf(directive, 'fields');
  return value?.kind === Kind.STRING ? value.value : '';
}

function isNotResolvable(key: ConstDirectiveNode): boolean {
  const value = argumentOf(key, 'resolvable');
  return value?.kind === Kind.BOOLEAN && !value.value;
}

/**
 * Tells whether a selection has a field that takes arguments, given or not. A selection that cannot be read is
 * refused by composition.
 */
function takesArguments(fields: string, on: string, types: ReadonlyMap<string, StatedType>): boolean {
  const isSo = ({ selections }: SelectionSetNode, type: string): boolean =>
    selections.some((node) => {
      if (node.kind === Kind.FRAGMENT_SPREAD) return false;
      if (node.kind === Kind.INLINE_FRAGMENT) return isSo(node.selectionSet, node.typeCondition?.name.value ?? type);
      const field = types.get(type)?.fields.get(node.name.value);
      if (node.arguments?.length || field?.arguments?.length) return true;
      return node.selectionSet !== undefined && isSo(node.selectionSet, nameOf(field?.type));
    });
  try {
    const [definition] = parse(`{ ${fields} }`).definitions;
    return definition?.kind === Kind.OPERATION_DEFINITION && isSo(definition.selectionSet, on);
  } catch {
    return false;
  }
}

function nameOf(type: TypeNode | undefined): string {
  if (!type) return '';
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}
