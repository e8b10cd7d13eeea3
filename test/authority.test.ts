/** A short run of the random authority proof; `npm run prove -- authority --count 100000` is the long one. */
import { type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from 'graphql';
import { type Caller, SCOPES_OF_KIND } from '../caller/caller';
import { proveAuthority } from './authority-proof/proof';
import type { Report } from './authority-proof/report';
import { API } from './authority-proof/shapes';
import { NEEDS, ROWS, USES } from './authority-proof/visible';
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
const holdsValues = (type: GraphQLObjectType) =>
  !['Query', 'Mutation'].includes(type.name) &&
  Object.values(type.getFields()).some((field) => isLeafType(getNamedType(field.type)));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

describe('callers of chance who send operations of chance', () => {
  let report: Report;
  test('never see a value of an authority out of their reach, and change nothing there', async () => {
    report = await proveAuthority(database, { count: 2_000, seed: randomSeed() });
    expect(report.twins).toBeGreaterThan(100);
  }, 600_000);

  test('are answered and refused by every field that refuses anybody', () => {
    const roots = ['Query', 'Mutation'].flatMap((type) =>
      Object.keys((API.getType(type) as { getFields(): object }).getFields()).map((name) => `${type}.${name}`),
    );
    const lacking = roots.filter((root) => {
      const { answered = 0, refused = 0 } = report.roots.get(root) ?? {};
      return answered === 0 || (refused === 0 && NEEDS[root] !== undefined);
    });
    expect(lacking).toEqual([]);
  });

  test('see objects of every type of the schema, and are of every kind', () => {
    const seen = new Set([...report.values.keys()].map((coordinate) => coordinate.split('.')[0]));
    const unseen = OBJECTS.filter(({ name }) => !seen.has(name));
    expect(unseen.filter(holdsValues).map(({ name }) => name)).toEqual([]);
    expect([...report.kinds.keys()].sort()).toEqual(['licensing', 'lms', 'operator', 'reporting']);
    for (const { withData, forbidden } of report.kinds.values()) expect(withData * forbidden).toBeGreaterThan(0);
  });

  test('change what they may, so that it would be seen if they changed more', () => {
    expect(Object.values(report.changes).every((count) => count > 0)).toBe(true);
  });
});

test('where the services take everybody for the operator, the proof finds it', async () => {
  const envelope = ({ instant, requestId }: { instant: number; requestId: string }) => ({
    caller: OPERATOR,
    instant,
    requestId,
  });
  await expect(proveAuthority(database, { count: 1_000, seed: 1, walls: { envelope } })).rejects.toThrow(
    /The walls did not hold/,
  );
}, 300_000);

/** A field that nobody wrote a rule for must not go unseen. */
test('every field that answers with an object has a rule that says what may stand there', () => {
  expect(fieldsWithoutRule()).toEqual([]);
});

function fieldsWithoutRule(): string[] {
  return OBJECTS.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => isObjectType(getNamedType(field.type)))
      .map((field) => `${type.name}.${field.name}`),
  ).filter((coordinate) => !(coordinate in ROWS) && !(coordinate in USES));
}
