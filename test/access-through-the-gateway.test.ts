import { cases, expected, questionOf, told } from './cases';
import { createTestDatabase, type TestDatabase } from './database';
import { clearWorld, seedWorld } from './seed-world';
import { type System, startSystem, tokenOf } from './system';

let database: TestDatabase;
let system: System;

beforeAll(async () => {
  database = await createTestDatabase();
  system = await startSystem(database);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

const QUERY = `
  query ($number: String!, $titles: [ID!]!, $right: UsageRight!, $audience: Audience!, $at: DateTime!) {
    school(number: $number) {
      access(titleIds: $titles, right: $right, audience: $audience, at: $at) {
        title { id } outcome reason since basis entitlement { id } level validUntil
      }
      licensedTitles(right: $right, audience: $audience, at: $at, first: 200) {
        totalCount
        edges { basis entitlement { id } level validUntil node { id } }
      }
    }
  }`;

test.each(cases)('$name', async ({ world, asked }) => {
  await clearWorld(database.query);
  const seeded = await seedWorld(database.query, world);
  for (const ask of asked) {
    const id = seeded.organisation(ask.school);
    const { at, right, audience } = questionOf(ask);
    const titleId = seeded.title(ask.title);
    const answer = await system.ask(await tokenOf('lms', `SCHOOL:${id}`), QUERY, {
      number: id.slice('NW:'.length),
      titles: [titleId],
      right,
      audience,
      at: new Date(at).toISOString(),
    });
    expect(answer.errors).toBeUndefined();
    const [decision] = answer.data.school.access;
    const listed = answer.data.school.licensedTitles.edges.find(({ node }: any) => node.id === titleId);
    for (const given of [decision, ...(listed ? [{ ...listed, outcome: 'ALLOWED' }] : [])]) {
      const { outcome, reason, since, basis, entitlement, level, validUntil } = given;
      const by = entitlement && seeded.nameOfEntitlement(entitlement.id);
      const until = validUntil && Date.parse(validUntil);
      expect(told(ask, { outcome, reason, basis, by, level, until, since: since && Date.parse(since) })).toEqual(
        expected(ask),
      );
    }
    expect(listed !== undefined).toBe(ask.answer === 'ALLOWED');
    expect(answer.data.school.licensedTitles.totalCount).toBe(answer.data.school.licensedTitles.edges.length);
  }
});
