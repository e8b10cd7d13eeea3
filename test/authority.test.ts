/** A short run of the random authority proof; `npm run prove -- authority --count 100000` is the long one. */
import { type GraphQLField, getNamedType, isLeafType, isObjectType } from 'graphql';
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import { NEEDS } from './authority-proof/needs';
import { proveAuthority } from './authority-proof/proof';
import type { Report } from './authority-proof/report';
import { API } from './authority-proof/schema';
import { USES } from './authority-proof/use-rows';
import { ROWS } from './authority-proof/visible';
import type { Changes } from './authority-proof/writes';
import { createTestDatabase, type TestDatabase } from './database';

const OPERATOR: Caller = {
  kind: 'operator',
  subject: 'a wall that is off',
  scopes: SCOPES_OF_KIND.operator,
  bound: [],
};
const randomSeed = () => Math.floor(Math.random() * 2 ** 31);

const OBJECTS = Object.values(API.getTypeMap())
  .filter(isObjectType)
  .filter(({ name }) => !name.startsWith('__'));
const ROOTS = OBJECTS.filter(({ name }) => ['Query', 'Mutation'].includes(name));
const ROOT_FIELDS = ROOTS.flatMap((type) => Object.keys(type.getFields()).map((name) => `${type.name}.${name}`));
/**
 * Types that random operations do not reach. The first needs the token of a preview, the same input, and a change in
 * between (see assigning-in-bulk.test.ts). The only value of the second is null in every list; its other fields are
 * PreparedVersions.
 */
const NOT_BY_CHANCE = ['MovedAssignment', 'PreparedAmendment'];
const HOLD_VALUES = OBJECTS.filter(
  (type) => !ROOTS.includes(type) && !NOT_BY_CHANCE.includes(type.name) && Object.values(type.getFields()).some(isLeaf),
);

/**
 * Answered only to callers with a job or a subscription of their own (see jobs.test.ts and services/schools/notice).
 * Random callers are refused.
 */
const OWN_ONLY = ['Mutation.cancelJob', 'Mutation.unsubscribeFromNotices'];

/** The mutation that makes each kind of change. It is sent where no such change was seen. */
const MADE_BY: Readonly<Record<keyof Changes, string>> = {
  assigned: 'assignEntitlements',
  revoked: 'revokeEntitlements',
  synced: 'syncEntitlements',
  suspended: 'suspendEntitlements',
  created: 'createLicence',
  amended: 'amendLicence',
  packages: 'amendPackage',
  jobs: 'startAssignment',
  seats: 'acquireSeat',
  surveys: 'createSurvey',
  answers: 'answerSurvey',
  uses: 'recordUsage',
  groups: 'createSchoolGroup',
  notes: 'noteWorklist',
  subscriptions: 'subscribeToNotices',
};

/** The worklists to ask for types that few rows of few worklists have. */
const PREPARED_UNDER: Readonly<Record<string, string>> = {
  PreparedAssignment: 'Query.demand',
  PreparedHolder: 'Query.demand',
  PreparedNotice: 'Query.deadlines',
  PreparedSeats: 'Query.licencesWithFullSeats',
  PreparedVersion: 'Query.deadlines',
};

/** What random operations have not reached so far, by kind. */
const notSeen = {
  answers({ roots }: Report) {
    return ROOT_FIELDS.filter((field) => !roots.get(field)?.answered && !OWN_ONLY.includes(field));
  },
  refusals({ roots }: Report) {
    return ROOT_FIELDS.filter((field) => !roots.get(field)?.refused && NEEDS[field] !== undefined);
  },
  types({ values }: Report) {
    const seen = new Set([...values.keys()].map((coordinate) => coordinate.split('.')[0]));
    return HOLD_VALUES.map(({ name }) => name).filter((name) => !seen.has(name));
  },
  kinds({ kinds }: Report) {
    return Object.keys(SCOPES_OF_KIND).filter((kind) => {
      const { withData = 0, forbidden = 0 } = kinds.get(kind) ?? {};
      return withData === 0 || forbidden === 0;
    });
  },
  twins({ twins }: Report) {
    return twins > 100 ? [] : [`no more than ${twins} operations with a twin`];
  },
  kept({ kept }: Report) {
    return kept > 0 ? [] : ['an answer that clients may keep'];
  },
  changes({ changes }: Report) {
    const kinds = Object.keys(changes) as (keyof Changes)[];
    return kinds.filter((what) => changes[what] === 0).map((what) => `Mutation.${MADE_BY[what]}`);
  },
};

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

describe('random callers who send random operations', () => {
  let report: Report;
  test('never see a value of an authority out of their reach, and change nothing there', async () => {
    const lacks = (of: Report) =>
      Object.entries(notSeen).flatMap(([what, targetsOf]) =>
        targetsOf(of).map((target) => ({ target, refusal: what === 'refusals', under: PREPARED_UNDER[target] })),
      );
    report = await proveAuthority(database, { count: 1_000, seed: randomSeed(), lacks });
    expect(notSeen.twins(report)).toEqual([]);
    expect(notSeen.kept(report)).toEqual([]);
  }, 600_000);

  test('are answered and refused by every field that refuses anybody', () => {
    expect(notSeen.answers(report)).toEqual([]);
    expect(notSeen.refusals(report)).toEqual([]);
  });

  test('see objects of every type of the schema', () => {
    expect(notSeen.types(report)).toEqual([]);
  });

  test('are of every kind, each with answers and refusals', () => {
    expect(notSeen.kinds(report)).toEqual([]);
  });

  test('change what they may, so that the proof would see if they changed more', () => {
    expect(notSeen.changes(report)).toEqual([]);
  });
});

test('where the services treat everybody as the operator, the proof finds it', async () => {
  const envelope = ({ instant, requestId }: { instant: number; requestId: string }) => ({
    caller: OPERATOR,
    instant,
    requestId,
  });
  await expect(proveAuthority(database, { count: 1_000, seed: 1, walls: { envelope } })).rejects.toThrow(
    /The walls did not hold/,
  );
}, 300_000);

/** A field without a rule must be noticed. */
test('every field that answers with an object has a rule that says which rows it may return', () => {
  expect(fieldsWithoutRule()).toEqual([]);
});

function fieldsWithoutRule(): string[] {
  return OBJECTS.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => isObjectType(getNamedType(field.type)))
      .map((field) => `${type.name}.${field.name}`),
  ).filter((coordinate) => !(coordinate in ROWS) && !(coordinate in USES));
}

function isLeaf({ type }: GraphQLField<unknown, unknown>): boolean {
  return isLeafType(getNamedType(type));
}
