/**
 * What @skip and @include hang on. GraphQL lets a variable that may be null stand there if it has a default; where a
 * client sends null all the same, there is nothing to decide by, and executors fail somewhere in between.
 */
import { type DocumentNode, Kind, type OperationDefinitionNode, visit } from 'graphql';
import { badUserInput } from '../caller/caller';
import { reachedDefinitions } from './authorisation/demands';
import type { Variables } from './variables';

const KNOWN = new WeakMap<OperationDefinitionNode, readonly string[]>();

/** @throws BAD_USER_INPUT where one of them is null */
export function refuseNullConditions(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): void {
  let names = KNOWN.get(operation);
  if (!names) {
    names = conditionsIn(document, operation);
    KNOWN.set(operation, names);
  }
  for (const name of names) {
    if (variables[name] !== null) continue;
    throw badUserInput(
      `$${name} is null, and @skip and @include need true or false. Send one of them, or leave it out.`,
    );
  }
}

function conditionsIn(document: DocumentNode, operation: OperationDefinitionNode): string[] {
  const names = new Set<string>();
  for (const definition of reachedDefinitions(document, operation)) {
    visit(definition, {
      Directive({ name, arguments: [given] = [] }) {
        const isCondition = name.value === 'skip' || name.value === 'include';
        if (isCondition && given?.value.kind === Kind.VARIABLE) names.add(given.value.name.value);
      },
    });
  }
  return [...names];
}
