/** The TypeScript of the app's operations. The API has neither interfaces nor unions, which keeps this short. */
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  typeFromAST,
} from 'graphql';

const HEAD = `// Made by \`npm run operations\`. Do not edit.
import type { Operation } from './operation';
`;
const SCALARS = {
  ID: 'string',
  String: 'string',
  Int: 'number',
  Float: 'number',
  Boolean: 'boolean',
  DateTime: 'string',
};

/** The text of the module: each enum and input that is used, then each operation with its answer and its variables. */
export function typesOf(schema, operations, fragments) {
  const named = new Map();
  const operationTexts = operations.map(({ definition, id }) => {
    const name = definition.name.value;
    const root = schema.getRootType(definition.operation);
    const data = selected(root, [definition.selectionSet], '');
    const variables = (definition.variableDefinitions ?? []).map(({ variable, type, defaultValue }) =>
      inputField(variable.name.value, typeFromAST(schema, type), defaultValue !== undefined),
    );
    const constant = capital(name);
    return [
      `export type ${constant}Data = ${data};`,
      `export type ${constant}Variables = {${variables.length ? `\n${variables.map((line) => `  ${line}\n`).join('')}` : ''}};`,
      `export const ${constant}: Operation<${constant}Data, ${constant}Variables> = {\n  name: '${name}',\n  id: '${id}',\n};`,
    ].join('\n');
  });
  // A fragment is what a part of a page shows, which so has a name for it.
  const fragmentTexts = [...fragments.values()].map(({ name, typeCondition, selectionSet }) => {
    const parent = schema.getType(typeCondition.name.value);
    return `export type ${capital(name.value)} = ${selected(parent, [selectionSet], '')};`;
  });
  return [HEAD, ...[...named.values()].sort(), ...fragmentTexts.sort(), ...operationTexts].join('\n').concat('\n');

  function capital(text) {
    return `${text[0].toUpperCase()}${text.slice(1)}`;
  }

  function selected(parent, sets, indent) {
    const fields = new Map();
    const collect = (set) => {
      for (const selection of set.selections) {
        if (selection.kind === 'FragmentSpread') collect(fragments.get(selection.name.value).selectionSet);
        else if (selection.kind === 'InlineFragment') collect(selection.selectionSet);
        else {
          const key = (selection.alias ?? selection.name).value;
          const optional = selection.directives.some(({ name: { value } }) => value === 'include' || value === 'skip');
          const seen = fields.get(key) ?? { name: selection.name.value, sets: [], optional };
          if (selection.selectionSet) seen.sets.push(selection.selectionSet);
          fields.set(key, seen);
        }
      }
    };
    for (const set of sets) collect(set);
    const inner = `${indent}  `;
    const lines = [...fields].map(([key, { name, sets: below, optional }]) => {
      const type = parent.getFields()[name].type;
      return `${inner}readonly ${key}${optional ? '?' : ''}: ${output(type, below, inner)};`;
    });
    return `{\n${lines.join('\n')}\n${indent}}`;
  }

  function output(type, sets, indent) {
    if (!isNonNullType(type)) return `${there(type, sets, indent)} | null`;
    return there(type.ofType, sets, indent);
  }

  function there(type, sets, indent) {
    if (isListType(type)) return `readonly ${grouped(output(type.ofType, sets, indent))}[]`;
    return isObjectType(type) ? selected(type, sets, indent) : nameOf(type);
  }

  function inputField(name, type, hasDefault) {
    const optional = !isNonNullType(type) || hasDefault;
    return `readonly ${name}${optional ? '?' : ''}: ${input(type)};`;
  }

  function input(type) {
    if (!isNonNullType(type)) return `${notNull(type)} | null`;
    return notNull(type.ofType);
  }

  function notNull(type) {
    return isListType(type) ? `readonly ${grouped(input(type.ofType))}[]` : nameOf(type);
  }

  function nameOf(type) {
    const { name } = getNamedType(type);
    if (SCALARS[name]) return SCALARS[name];
    if (named.has(name)) return name;
    if (isEnumType(type)) {
      const values = type.getValues().map(({ name: value }) => `'${value}'`);
      named.set(name, `export type ${name} = ${values.join(' | ')};`);
    } else if (isInputObjectType(type)) {
      named.set(name, '');
      const fields = Object.values(type.getFields()).map((field) =>
        inputField(field.name, field.type, field.defaultValue !== undefined),
      );
      named.set(name, `export type ${name} = {\n${fields.map((line) => `  ${line}\n`).join('')}};`);
    } else throw new Error(`No TypeScript is known for ${name}: build/operation-types.mjs`);
    return name;
  }

  function grouped(text) {
    return text.endsWith(' | null') ? `(${text})` : text;
  }
}
