/**
 * Refuses null for the variables of @skip and @include. GraphQL allows a nullable variable there if it has a default;
 * with an explicit null nothing can be decided, and executors fail in the middle of their work.
 */
import { Kind, visit } from 'graphql';
import { badUserInput } from '../../request/client-errors';
import { type ParsedOperation, reachedDefinitions } from './parsed-operation';
import type { Variables } from './variables';

/** @param names of variables @throws BAD_USER_INPUT where one of them is null */
export function refuseNullConditions(names: readonly string[], variables: Variables): void {
  for (const name of names) {
    if (variables[name] !== null) continue;
    throw badUserInput(`$${name} must not be null: @skip or @include uses it. Send true or false, or omit it.`);
  }
}

/** Returns the variables that decide @skip and @include in an operation. */
export function conditionVariables(parsed: Pick<ParsedOperation, 'operation' | 'fragments'>): readonly string[] {
  const names = new Set<string>();
  for (const definition of reachedDefinitions(parsed)) {
    visit(definition, {
      Directive({ name, arguments: [given] = [] }) {
        const isCondition = name.value === 'skip' || name.value === 'include';
        if (isCondition && given?.value.kind === Kind.VARIABLE) names.add(given.value.name.value);
      },
    });
  }
  return [...names];
}
