/**
 * Wall 1 for mutations. Any caller of a kind may have a scope, so each mutation also has a policy that decides by its
 * arguments, and an attempt on foreign objects that only this policy refuses (test/walls.test.ts).
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildASTSchema, Kind, parse } from 'graphql';
import { PROJECT_ROOT } from '../environment';
import { POLICIES } from '../gateway/authorisation/policies';
import { readRequirements } from '../gateway/authorisation/requirements';
import { CHANGES } from './foreign-changes';

/** For these the gateway has no facts to decide by; only the services decide. */
const WITHOUT_POLICY: Readonly<Record<string, string>> = {
  cancelJob:
    'a job is its caller’s own, by subject; the facts of wall 1 are those of a binding, which colleagues share',
};

const read = (file: string) => parse(readFileSync(path.join(PROJECT_ROOT, 'schema', file), 'utf8'));
const REQUIREMENTS = readRequirements(read('supergraph.graphql'));
const MUTATIONS = Object.keys(
  buildASTSchema(read('api.graphql'), { assumeValidSDL: true }).getMutationType()?.getFields() ?? {},
);

test.each(MUTATIONS.filter((name) => !WITHOUT_POLICY[name]))('%s is decided by its arguments', (name) => {
  const groups = REQUIREMENTS.get(`Mutation.${name}`)?.policies.flat() ?? [];
  expect(groups).not.toEqual([]);
  for (const group of groups) expect(group.some((policy) => POLICIES[policy]?.byArguments)).toBe(true);
});

test('each exemption is a mutation without foreign objects', () => {
  for (const name of Object.keys(WITHOUT_POLICY)) {
    expect(MUTATIONS).toContain(name);
    expect(REQUIREMENTS.get(`Mutation.${name}`)?.policies ?? []).toEqual([]);
  }
});

test('each other mutation is attempted on foreign objects', () => {
  const tried = new Set(CHANGES.flatMap(({ query }) => rootFieldsOf(query)));
  expect(MUTATIONS.filter((name) => !tried.has(name) && !WITHOUT_POLICY[name])).toEqual([]);
});

function rootFieldsOf(query: string): string[] {
  return parse(query).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? definition.selectionSet.selections.flatMap((field) => (field.kind === Kind.FIELD ? field.name.value : []))
      : [],
  );
}
