import { buildSchema } from 'graphql';
import { compileRewrites } from './rewrites';

const schema = buildSchema('type Query { a: String }');
const renames = ['a__alias_0', 'a__alias_1'].map((name) => ({
  kind: 'KeyRenamer' as const,
  path: [name],
  renameKeyTo: 'a',
}));
const renamed = (data: Record<string, unknown>) => {
  compileRewrites(schema, renames)?.(data);
  return JSON.parse(JSON.stringify(data));
};

test.each([
  [{ a__alias_0: 1, a__alias_1: null }, { a: 1 }],
  [{ a__alias_0: null, a__alias_1: 1 }, { a: 1 }],
  [{ a__alias_0: null, a__alias_1: null }, { a: null }],
  [{ a__alias_0: 1, a__alias_1: 2 }, { a: 2 }],
])('where a field comes under several names, null replaces no other value: %j', (data, expected) => {
  expect(renamed({ ...data })).toEqual(expected);
});
