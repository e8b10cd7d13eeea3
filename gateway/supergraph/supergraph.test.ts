import pino from 'pino';
import { createGateway } from '../gateway';
import { composeTestSupergraph } from '../test-supergraph/compose';
import { SIGNING_KEYS } from '../test-supergraph/start';
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

test('the planner’s supergraph has no security directives, and the requirements have all of them', () => {
  const { forPlanner, requirements } = readSupergraph(composed());
  expect(forPlanner).not.toMatch(/authenticated|requiresScopes|policy/);
  expect(forPlanner).toMatch(/@inaccessible/);
  expect(requirements.get('Query.school')).toEqual({ scopes: [[['schools:read']]], policies: [[['school-in-reach']]] });
  expect(requirements.get('Query.me')).toEqual({ scopes: [], policies: [] });
  expect(requirements.get('Price')).toEqual({ scopes: [[['prices:read']]], policies: [] });
  expect(requirements.get('Title.demand')?.scopes).toEqual([[['prices:read', 'access:read'], ['usage:write']]]);
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

  test('an unknown policy', async () => {
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
