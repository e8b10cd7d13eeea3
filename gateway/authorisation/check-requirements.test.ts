import { buildSchema, parse } from 'graphql';
import { checkRequirements } from './check-requirements';
import { readRequirements } from './requirements';

describe('a supergraph is refused', () => {
  const holds = async () => true;
  const policies = { 'by-arguments': { byArguments: true, holds }, 'by-caller': { byArguments: false, holds } };
  function check(sdl: string): void {
    const schema = buildSchema(sdl.replace(/@(authenticated|requiresScopes|policy)\b(\([^)]*\))?/g, ''));
    checkRequirements(readRequirements(parse(sdl)), schema, policies);
  }

  test('for a policy on a type that decides by arguments, of which a type has none', () => {
    const sdl = (policy: string) =>
      `type Query @authenticated { a: A } type A @policy(policies: [["${policy}"]]) { b: Int }`;
    expect(() => check(sdl('by-arguments'))).toThrow(/A: a policy decides by/);
    expect(() => check(sdl('by-caller'))).not.toThrow();
  });

  test('for an interface that requires more than the types behind it, as fragments on them would go round it', () => {
    const sdl = (onInterface: string, onA = '', onB = '') =>
      `type Query @authenticated { i: I } interface I ${onInterface} { f: Int }
       type A implements I ${onA} { f: Int } type B implements I ${onB} { f: Int }`;
    const scopes = (text: string) => `@requiresScopes(scopes: ${text})`;
    expect(() => check(sdl('@authenticated'))).toThrow(/I requires more than the types behind it/);
    expect(() => check(sdl(scopes('[["x"]]'), '@authenticated'))).toThrow(/I requires more/);
    expect(() => check(sdl(scopes('[["x", "y"]]'), scopes('[["x"]]'), scopes('[["z"]]')))).toThrow(/I requires more/);
    expect(() => check(sdl(scopes('[["x", "y"]]'), scopes('[["x"]]'), scopes('[["y"]]')))).not.toThrow();
    const either = sdl(
      scopes('[["v", "z"], ["x"], ["y", "z"]]'),
      scopes('[["x"], ["y"], ["v"]]'),
      scopes('[["x"], ["z"]]'),
    );
    expect(() => check(either)).not.toThrow();
    expect(() =>
      check(sdl('@policy(policies: [["by-caller"]])', '', '@policy(policies: [["by-caller"]])')),
    ).not.toThrow();
  });

  /** What the interface requires, and both types behind it; a group is written as one word. */
  test.each<[string, string, string, string, boolean]>([
    ['the same', 'x', 'x', 'x', false],
    ['what one type requires', 'x', 'x', 'y', false],
    ['what both together require', 'xy', 'x', 'y', false],
    ['one of what a type requires one of', 'x', 'x z', 'x z', true],
    ['one of what a type requires one of, where the other type requires that', 'x', 'x z', 'x', false],
    ['one more than both together', 'xyz', 'x', 'y', true],
    ['each way to satisfy both', 'x yz', 'x y', 'x z', false],
    ['all but one of these ways', 'x', 'x y', 'x z', true],
    ['other groups of the same letters', 'xy z', 'x yz', 'x yz', true],
  ])('for an interface or not: %s', (_, onInterface, onA, onB, isRefused) => {
    for (const directive of ['@requiresScopes(scopes:', '@policy(policies:']) {
      const of = (groups: string) => `${directive} ${JSON.stringify(groups.split(' ').map((group) => [...group]))})`;
      const sdl = `type Query @authenticated { i: I } interface I ${of(onInterface)} { f: Int }
        type A implements I ${of(onA)} { f: Int } type B implements I ${of(onB)} { f: Int }`;
      const complaint = complaintOf(() => check(sdl));
      expect([directive, complaint?.includes('I requires more') ?? false]).toEqual([directive, isRefused]);
    }
  });

  test('for an interface behind which many types require either of two scopes: each is looked at once', () => {
    const names = Array.from({ length: 40 }, (_, at) => `T${at}`);
    const either = '@requiresScopes(scopes: [["x"], ["y"]])';
    const types = names.map((name) => `type ${name} implements I ${either} { f: Int }`);
    const sdl = `type Query @authenticated { i: I } interface I @requiresScopes(scopes: [["z"]]) { f: Int } ${types.join(' ')}`;
    expect(() => check(sdl)).toThrow(/I requires more/);
    expect(() => check(sdl.replace('[["z"]]', '[["x"], ["y"]]'))).not.toThrow();
  });

  test('for a field of an interface that requires more', () => {
    const sdl = (ofA: string) =>
      `type Query @authenticated { i: I } interface I { f: Int @authenticated } type A implements I { f: Int ${ofA} }`;
    expect(() => check(sdl(''))).toThrow(/I\.f requires more/);
    expect(() => check(sdl('@authenticated'))).not.toThrow();
  });

  test.each([
    [
      'for each root field that is open',
      'type Query { a: Int @authenticated b: Int } type Mutation { c: Int } type Subscription { d: Int }',
      ['Query.b', 'Mutation.c', 'Subscription.d'].map(
        (field) => `${field} is open to everybody: write @authenticated on it in its service.`,
      ),
    ],
    ['not for one whose type requires a caller', 'type Query @authenticated { a: Int } type B { c: Int }', []],
    [
      'for each policy that is not known, on fields and types',
      'type Query @authenticated { a: A @policy(policies: [["by-caller", "x"], ["y"]]) } type A @policy(policies: "z") { b: Int }',
      [
        'Query.a: the gateway knows no policy “x”',
        'Query.a: the gateway knows no policy “y”',
        'A: the gateway knows no policy “z”',
      ].map((complaint) => `${complaint}. Write it in gateway/authorisation/policies.ts.`),
    ],
    [
      'not for a policy on a field that decides by its arguments',
      'type Query @authenticated { a: Int @policy(policies: "by-arguments") }',
      [],
    ],
    [
      'for a policy on a type beside others',
      'type Query @authenticated { a: A } type A @policy(policies: [["by-caller"], ["by-arguments"]]) { b: Int }',
      ['A: a policy decides by the arguments of a field. Write it on the fields of this type.'],
    ],
    [
      'for an interface and its fields, each by name',
      'type Query @authenticated { i: I } interface I @authenticated { f: Int @authenticated g: Int } type A implements I { f: Int g: Int }',
      ['I', 'I.f'].map(
        (one) =>
          `${one} requires more than the types behind it, which fragments on them would not. Write it on these types.`,
      ),
    ],
  ])('%s: %s', (_, sdl, complaints) => {
    const expected = complaints.length > 0 ? `The supergraph is refused.\n${complaints.join('\n')}` : null;
    expect(complaintOf(() => check(sdl))).toBe(expected);
  });
});

function complaintOf(action: () => void): string | null {
  try {
    action();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
