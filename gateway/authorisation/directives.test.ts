/** gateway/authorisation/directive-cases.yaml, through the real planner and executor. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Caller } from '../../caller/caller';
import { subgraphUnavailable } from '../errors/errors';
import { readSupergraph, type Supergraph } from '../supergraph/supergraph';
import { composeTestSupergraph } from '../test-supergraph/compose';
import {
  type AnswerInMemory,
  FEDERATION_LINK,
  type SubgraphInMemory,
  type SupergraphInMemory,
  startInMemory,
} from '../test-supergraph/in-memory';
import type { Policies } from './policies';
import type { Requirements } from './requirements';

interface Case {
  readonly case: string;
  readonly by: 'nobody' | { scopes?: string[]; policies?: string[]; schools?: string[] };
  readonly ask: string;
  readonly operation?: string;
  readonly variables?: Record<string, unknown>;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: Record<string, string>;
  readonly refused?: string;
}

interface Group {
  readonly group: string;
  readonly subgraphs: Record<string, SubgraphInMemory>;
  readonly cases: readonly Case[];
}

const GROUPS = parse(readFileSync(path.join(__dirname, 'directive-cases.yaml'), 'utf8')) as Group[];

const heldBySubject = (name: string): Policies[string] => ({
  byArguments: false,
  holds: async ({ subject }) => subject.split(' ').includes(name),
});
const POLICIES_OF_THE_TABLE: Policies = {
  paid: heldBySubject('paid'),
  audited: heldBySubject('audited'),
  staff: heldBySubject('staff'),
  'own-school': {
    byArguments: true,
    async holds({ bound }, { number }) {
      if (number === 'unreachable') throw subgraphUnavailable('schools');
      return bound.some((key) => key === `SCHOOL:${number}`);
    },
  },
};

function callerOf(by: Case['by']): Caller | null {
  if (by === 'nobody') return null;
  const { scopes = [], policies = [], schools = [] } = by;
  return {
    kind: 'lms',
    subject: policies.join(' '),
    scopes,
    bound: schools.map((number) => `SCHOOL:${number}` as const),
  };
}

function supergraphOf({ subgraphs }: Group, change: (sdl: string) => string = (sdl) => sdl): string {
  return composeTestSupergraph(
    Object.entries(subgraphs).map(([name, { sdl }]) => ({ name, sdl: FEDERATION_LINK + change(sdl) })),
  );
}

function start(group: Group, { forPlanner }: Supergraph, requirements: Requirements): Promise<SupergraphInMemory> {
  return startInMemory({ subgraphs: group.subgraphs, forPlanner, requirements, policies: POLICIES_OF_THE_TABLE });
}

/** What of the answer is not as the case says; nothing where all of it is. */
function differences({ data, errors = {}, refused }: Case, answer: AnswerInMemory): string[] {
  const codes = answer.errors.map(({ extensions }) => extensions?.code);
  if (refused) {
    const right = answer.data === undefined && codes.length === 1 && codes[0] === refused && !answer.errors[0]?.path;
    return right ? [] : [`refused with ${JSON.stringify(answer)}`];
  }
  const found = new Map(
    answer.errors.map(({ path: place, message, extensions }) => [place?.join('.'), { message, extensions }]),
  );
  const wrong = Object.entries(errors).filter(([place, said]) => {
    const { message = '', extensions } = found.get(place) ?? {};
    const [code, ...part] = said.split(' ');
    return extensions?.code !== code || !message.includes(part.join(' '));
  });
  return [
    ...(JSON.stringify(answer.data) === JSON.stringify(data) ? [] : [`data ${JSON.stringify(answer.data)}`]),
    ...(wrong.length === 0 && found.size === Object.keys(errors).length && found.size === answer.errors.length
      ? []
      : [`errors ${JSON.stringify(answer.errors)}`]),
  ];
}

/** Fields that the caller may never see, however it asks. */
function hiddenFrom(caller: Caller | null, requirements: Requirements): string[] {
  const held = caller?.scopes ?? [];
  return [...requirements]
    .filter(([coordinate, { scopes }]) => {
      const lacking = scopes.some((groups) => !groups.some((group) => group.every((scope) => held.includes(scope))));
      return coordinate.includes('.') && (!caller || lacking);
    })
    .map(([coordinate]) => coordinate);
}

describe.each(GROUPS)('$group', (group) => {
  const supergraph = readSupergraph(supergraphOf(group));
  let house: SupergraphInMemory;
  beforeAll(async () => {
    house = await start(group, supergraph, supergraph.requirements);
  });
  afterAll(() => house?.stop());

  test.each(group.cases.map((row) => [row.case, row] as const))('%s', async (_, row) => {
    const caller = callerOf(row.by);
    house.asked();
    const first = await house.ask(row.ask, caller, row.variables, row.operation);
    const compiled = await house.ask(row.ask, caller, row.variables, row.operation);
    const asked = house.asked();
    expect(differences(row, first)).toEqual([]);
    expect(differences(row, compiled)).toEqual([]);
    expect(hiddenFrom(caller, supergraph.requirements).filter((coordinate) => asked.has(coordinate))).toEqual([]);
    if (row.refused) expect([...asked]).toEqual([]);
  });
});

describe('with the directives stripped', () => {
  test.each(GROUPS)('$group: the gateway does not start, and the table would fail without', async (group) => {
    const strip = (sdl: string) =>
      sdl.replace(/@(authenticated|requiresScopes|policy)\b(\(\w+: \[.*?]\))?(?=[\s}])/g, '');
    expect(() => readSupergraph(supergraphOf(group, strip))).toThrow(/requires nothing of any caller/);

    const house = await start(group, readSupergraph(supergraphOf(group)), new Map());
    const protectedCases = group.cases.filter((row) => row.errors || (row.refused && row.refused !== 'BAD_USER_INPUT'));
    for (const row of protectedCases) {
      const answer = await house.ask(row.ask, callerOf(row.by), row.variables, row.operation);
      expect([row.case, differences(row, answer)]).not.toEqual([row.case, []]);
    }
    await house.stop();
  });
});

test('the table has at least 60 cases', () => {
  expect(GROUPS.flatMap(({ cases }) => cases).length).toBeGreaterThanOrEqual(60);
});
