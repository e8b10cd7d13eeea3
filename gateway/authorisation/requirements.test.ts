import { type ASTNode, parse, visit } from 'graphql';
import { readRequirements } from './requirements';

test('lists are read as GraphQL reads them, and anything else is refused', () => {
  const scopes = (text: string) =>
    readRequirements(parse(`type A @requiresScopes(scopes: ${text}) { b: Int }`)).get('A')?.scopes;
  expect(scopes('[["a", "b"], ["c"]]')).toEqual([[['a', 'b'], ['c']]]);
  expect(scopes('["a", "b"]')).toEqual([[['a'], ['b']]]);
  expect(scopes('"a"')).toEqual([[['a']]]);
  expect(() => scopes('[[1.5], [null]]')).toThrow(/A: @requiresScopes needs scopes/);
  expect(() => readRequirements(parse('type A @policy { b: Int }'))).toThrow(/A: @policy needs policies/);
});

test('of types and fields that name a directive, each by its coordinate, all lists of all its directives', () => {
  const sdl = `
    type A @authenticated { b: Int c: Int @requiresScopes(scopes: [["x"]]) @requiresScopes(scopes: [["y"]]) @policy(policies: [["p"]]) }
    interface I { d: Int @authenticated @other(scopes: [["z"]]) }
    extend type A @policy(policies: [["q"]]) { e: Int @requiresScopes(more: 1, scopes: [["z"]]) }
    enum E @requiresScopes(scopes: [["e"]]) { F @authenticated }
    input In @authenticated { g: Int @authenticated }
    scalar S @policy(policies: [["s"]])
    union U @authenticated = A
    directive @authenticated on OBJECT
    schema @authenticated { query: A }
    query Q @authenticated { a }`;
  const none = { scopes: [], policies: [] };
  expect(Object.fromEntries(readRequirements(parse(sdl)))).toEqual({
    A: { scopes: [], policies: [[['q']]] },
    'A.c': { scopes: [[['x']], [['y']]], policies: [[['p']]] },
    'I.d': none,
    'A.e': { scopes: [[['z']]], policies: [] },
    E: { scopes: [[['e']]], policies: [] },
    In: none,
    S: { scopes: [], policies: [[['s']]] },
    U: none,
  });
});

test('a document that leaves its empty lists out, as one that is made by hand may, is read alike', () => {
  const read = (sdl: string) => readRequirements(visit(parse(sdl), { leave: withoutEmptyLists }));
  expect([...read('type A { b: Int @authenticated c: Int }').keys()]).toEqual(['A.b']);
  expect(() => read('type A @policy { b: Int }')).toThrow('A: @policy needs policies, a list of lists of names.');
});

function withoutEmptyLists(node: ASTNode): ASTNode {
  const parts = Object.entries(node).filter(([, part]) => !Array.isArray(part) || part.length > 0);
  return Object.fromEntries(parts) as unknown as ASTNode;
}

test.each(['scopes: [[1]]', 'scopes: [{ a: "b" }]', 'scopes: null', 'policies: [["a"]]'])(
  'a directive that says %s is refused',
  (given) => {
    expect(() => readRequirements(parse(`type A { b: Int @requiresScopes(${given}) }`))).toThrow(
      'A.b: @requiresScopes needs scopes, a list of lists of names.',
    );
  },
);
