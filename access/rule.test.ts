import fc from 'fast-check';
import { arbitraryQuestion, arbitraryWorld } from '../test/arbitrary-world';
import { cases, expected, questionOf, told } from '../test/cases';
import { factsOf } from '../test/world';
import { ALWAYS } from './period';
import { rightSet } from './right';
import { DENIAL_REASONS, decide, type Path } from './rule';

describe.each(cases)('$name', ({ world, asked }) => {
  test.each(asked)('$school, $title, $at $right $audience: $answer', (ask) => {
    const question = questionOf(ask);
    const { school, title, paths } = factsOf(world, ask.school, ask.title, question.at);
    const decision = decide(question, school, title, paths);
    const answer =
      decision.outcome === 'ALLOWED'
        ? { ...decision, by: decision.entitlement, until: decision.validUntil }
        : { ...decision };
    expect(told(ask, answer)).toEqual(expected(ask));
  });
});

test('every reason occurs in the table of cases', () => {
  const told = new Set(cases.flatMap(({ asked }) => asked.map(({ answer }) => answer)));
  expect([...DENIAL_REASONS].filter((reason) => !told.has(reason))).toEqual([]);
});

test('a seat that is free from an instant is free at that instant, and taken until then', () => {
  const path: Path = {
    entitlement: {
      id: '1',
      licence: '1',
      level: 'SCHOOL',
      membership: ALWAYS,
      period: ALWAYS,
      revokedAt: Infinity,
      suspensions: [],
      rights: rightSet(['STREAM']),
    },
    licence: {
      term: ALWAYS,
      heldAt: ['SCHOOL'],
      rights: rightSet(['STREAM']),
      pupilRights: 0,
      seatFreeFrom: 1_000,
    },
    coverage: ALWAYS,
  };
  const title = { playout: ALWAYS, withdrawnAt: Infinity, rights: rightSet(['STREAM']) };
  const at = (instant: number) =>
    decide({ at: instant, right: 'STREAM', audience: 'TEACHER' }, { operating: ALWAYS }, title, [path]);
  expect(at(999)).toEqual({ outcome: 'DENIED', reason: 'SEATS_TAKEN', since: null });
  expect(at(1_000)).toMatchObject({ outcome: 'ALLOWED', validUntil: Infinity });
});

const inquiry = fc
  .tuple(
    arbitraryWorld,
    fc.constantFrom('school1', 'school2'),
    fc.constantFrom('atom', 'biene', 'delta'),
    arbitraryQuestion,
  )
  .map(([world, school, title, question]) => ({ ...factsOf(world, school, title, question.at), question }));

test('validUntil is the first instant at which the answer changes to denied', () => {
  fc.assert(
    fc.property(inquiry, ({ school, title, paths, question }) => {
      const decision = decide(question, school, title, paths);
      if (decision.outcome === 'DENIED') return;
      const { validUntil } = decision;
      const at = (instant: number) => decide({ ...question, at: instant }, school, title, paths).outcome;
      const edges = [
        school.operating,
        title.playout,
        { from: title.withdrawnAt, until: Infinity },
        ...paths.flatMap(periodsOf),
      ]
        .flatMap(({ from, until }) => [from, until, from - 1, until - 1])
        .filter((edge) => edge >= question.at && edge < validUntil && Number.isFinite(edge));
      for (const edge of edges) expect(at(edge)).toBe('ALLOWED');
      if (Number.isFinite(validUntil)) {
        expect(validUntil).toBeGreaterThan(question.at);
        expect(at(validUntil)).toBe('DENIED');
      }
    }),
    { numRuns: 2_000 },
  );
});

test('an entitlement more never takes anything away', () => {
  fc.assert(
    fc.property(inquiry, ({ school, title, paths, question }) => {
      const all = decide(question, school, title, paths).outcome;
      for (const path of paths) {
        if (decide(question, school, title, [path]).outcome === 'ALLOWED') expect(all).toBe('ALLOWED');
      }
    }),
    { numRuns: 1_000 },
  );
});

test('pupils may nothing that teachers may not', () => {
  fc.assert(
    fc.property(inquiry, ({ school, title, paths, question }) => {
      const pupil = decide({ ...question, audience: 'PUPIL' }, school, title, paths);
      const teacher = decide({ ...question, audience: 'TEACHER' }, school, title, paths);
      if (pupil.outcome === 'ALLOWED') expect(teacher.outcome).toBe('ALLOWED');
    }),
    { numRuns: 1_000 },
  );
});

function periodsOf({ entitlement, licence, coverage }: Parameters<typeof decide>[3][number]) {
  const { membership, period, suspensions, revokedAt } = entitlement;
  return [membership, period, ...suspensions, { from: -Infinity, until: revokedAt }, licence.term, coverage];
}
