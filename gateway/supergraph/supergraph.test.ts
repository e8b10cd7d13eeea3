import { buildSchema, parse } from 'graphql';
import pino from 'pino';
import { checkRequirements } from '../authorisation/check-requirements';
import { readRequirements } from '../authorisation/requirements';
import { createGateway } from '../gateway';
import { composeTestSupergraph, SIGNING_KEYS } from '../test-supergraph/start';
import { LICENCES, SCHOOLS, USAGE } from '../test-supergraph/subgraphs';
import { createTestIssuer } from '../test-supergraph/tokens';
import { readSupergraph } from './supergraph';

function composed(change: (sdl: string) => string = (sdl) => sdl): string {
  return composeTestSupergraph([
    { name: 'schools', sdl: change(SCHOOLS.sdl) },
    { name: 'licences', sdl: change(LICENCES.sdl) },
    { name: 'usage', sdl: change(USAGE.sdl) },
  ]);
}

async function start(supergraph: string, subgraphs = ['schools', 'licences', 'usage']): Promise<void> {
  const gateway = await createGateway({
    port: 0,
    host: '127.0.0.1',
    subgraphs: Object.fromEntries(subgraphs.map((name) => [name, 'http://127.0.0.1:9/'])),
    supergraph,
    signingKeys: SIGNING_KEYS,
    issuers: [(await createTestIssuer()).configuration],
    production: true,
    log: pino({ level: 'silent' }),
  });
  await gateway.stop();
}

test('the planner’s supergraph holds nothing of security, and the requirements hold all of it', () => {
  const { forPlanner, requirements } = readSupergraph(composed());
  expect(forPlanner).not.toMatch(/authenticated|requiresScopes|policy/);
  expect(forPlanner).toMatch(/@inaccessible/);
  expect(requirements.get('Query.school')).toEqual({ scopes: [[['schools:read']]], policies: [[['school-in-reach']]] });
  expect(requirements.get('Query.me')).toEqual({ scopes: [], policies: [] });
  expect(requirements.get('Price')).toEqual({ scopes: [[['prices:read']]], policies: [] });
  expect(requirements.get('Title.demand')?.scopes).toEqual([[['prices:read', 'usage:read'], ['usage:write']]]);
});

test('a whole supergraph starts', async () => {
  await start(composed());
});

describe('the gateway does not start with', () => {
  const strip = (sdl: string) => sdl.replace(/@(authenticated|requiresScopes|policy)(\([^)]*\))?(?=[\s}])/g, '');

  test('a supergraph that was stripped of all directives', async () => {
    await expect(start(composed(strip))).rejects.toThrow(/requires nothing of any caller/);
    await expect(start(readSupergraph(composed()).forPlanner)).rejects.toThrow(/requires nothing of any caller/);
  });

  test('one root field that lost its directives', async () => {
    const open = composed().replace(/uses: Int!.*/, 'uses: Int! @join__field(graph: USAGE)');
    await expect(start(open)).rejects.toThrow(/Query\.uses is open to everybody: write @authenticated/);
  });

  test('a mutation that lost its directives', async () => {
    const open = composed((sdl) =>
      sdl.replace(/@requiresScopes\(scopes: \[\["usage:write"]]\) @policy\(policies: \[\["events-in-reach"]]\)/, ''),
    );
    await expect(start(open)).rejects.toThrow(/Mutation\.recordUsage is open/);
  });

  test('a policy that nobody wrote', async () => {
    await expect(start(composed((sdl) => sdl.replaceAll('events-in-reach', 'event-in-reach')))).rejects.toThrow(
      /Mutation\.recordUsage: the gateway knows no policy “event-in-reach”/,
    );
  });

  test('directives under another name', async () => {
    const renamed = composed().replace('policy/v0.1"', 'policy/v0.1", as: "rule"');
    await expect(start(renamed)).rejects.toThrow(/another name/);
  });

  test('a subgraph that has no address', async () => {
    await expect(start(composed(), ['schools', 'usage'])).rejects.toThrow(
      /no address is configured for the subgraph licences/,
    );
  });
});

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

  test('for a field of an interface that requires more', () => {
    const sdl = (ofA: string) =>
      `type Query @authenticated { i: I } interface I { f: Int @authenticated } type A implements I { f: Int ${ofA} }`;
    expect(() => check(sdl(''))).toThrow(/I\.f requires more/);
    expect(() => check(sdl('@authenticated'))).not.toThrow();
  });
});

test('lists are read as GraphQL reads them, and anything else is refused', () => {
  const scopes = (text: string) =>
    readRequirements(parse(`type A @requiresScopes(scopes: ${text}) { b: Int }`)).get('A')?.scopes;
  expect(scopes('[["a", "b"], ["c"]]')).toEqual([[['a', 'b'], ['c']]]);
  expect(scopes('["a", "b"]')).toEqual([[['a'], ['b']]]);
  expect(scopes('"a"')).toEqual([[['a']]]);
  expect(() => scopes('[[1.5], [null]]')).toThrow(/A: @requiresScopes needs scopes/);
  expect(() => readRequirements(parse('type A @policy { b: Int }'))).toThrow(/A: @policy needs policies/);
});
