import fc from 'fast-check';
import { arbitraryQuestion, arbitraryWorld } from '../test/arbitrary-world';
import { cases, expected, questionOf, told } from '../test/cases';
import { factsOf } from '../test/world';
import { ALWAYS } from './period';
import { type Audience, rightSet, rightsIn, USAGE_RIGHTS } from './right';
import {
  type AccessRequest,
  DENIAL_REASONS,
  decide,
  type EntitlementFacts,
  type GrantPath,
  type LicenceFacts,
  pathAllows,
  pathsToSeats,
} from './rule';

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

const STREAM = rightSet(['STREAM']);
const OPEN_TITLE = { playout: ALWAYS, withdrawnAt: Infinity, rights: STREAM, openlyLicensed: false };
const OPEN_SCHOOL = { operating: ALWAYS };

/** A path that allows STREAM at all times, except where the given facts say otherwise. */
function path(entitlement: Partial<EntitlementFacts> = {}, licence: Partial<LicenceFacts> = {}): GrantPath {
  return {
    entitlement: {
      id: '1',
      licence: '1',
      level: 'SCHOOL',
      membership: ALWAYS,
      period: ALWAYS,
      revokedAt: Infinity,
      suspensions: [],
      rights: STREAM,
      ...entitlement,
    },
    licence: {
      valid: ALWAYS,
      term: ALWAYS,
      heldAt: ['AUTHORITY', 'SCHOOL'],
      rights: STREAM,
      pupilRights: 0,
      seatFreeFrom: -Infinity,
      ...licence,
    },
    coverage: ALWAYS,
  };
}

function streamingAt(at: number): AccessRequest {
  return { at, right: 'STREAM', audience: 'TEACHER' };
}

test('a seat that is free from an instant on is free at that instant, and taken before it', () => {
  const seated = path({}, { seatFreeFrom: 1_000 });
  const at = (instant: number) => decide(streamingAt(instant), OPEN_SCHOOL, OPEN_TITLE, [seated]);
  expect(at(999)).toEqual({ outcome: 'DENIED', reason: 'SEATS_TAKEN', since: null });
  expect(at(1_000)).toMatchObject({ outcome: 'ALLOWED', validUntil: Infinity });
  expect(pathAllows(streamingAt(999), OPEN_TITLE, seated)).toBe(false);
  expect(pathAllows(streamingAt(1_000), OPEN_TITLE, seated)).toBe(true);
});

test('an open licence grants the title’s own rights to everybody, for as long as the title can be shown', () => {
  const open = { ...OPEN_TITLE, openlyLicensed: true, playout: { from: 0, until: 9 } };
  const allowed = { basis: 'OPEN_LICENCE', entitlement: null, level: null, rights: STREAM, validUntil: 9 };
  for (const paths of [[], [path({ revokedAt: 1 })], [path()]]) {
    expect(decide(streamingAt(5), OPEN_SCHOOL, open, paths)).toEqual({ outcome: 'ALLOWED', ...allowed });
    expect(pathsToSeats(streamingAt(5), OPEN_SCHOOL, open, paths)).toEqual([]);
  }
});

test('an answer ends with its path, although another path allows later, when a seat is free', () => {
  const paths = [path({ id: '1', period: { from: 0, until: 8 } }), path({ id: '2' }, { seatFreeFrom: 9 })];
  expect(decide(streamingAt(5), OPEN_SCHOOL, OPEN_TITLE, paths)).toMatchObject({ entitlement: '1', validUntil: 8 });
});

test('before its opening a school is closed, without an instant since when', () => {
  const school = { operating: { from: 6, until: 9 } };
  expect(decide(streamingAt(5), school, OPEN_TITLE, [path()])).toEqual({
    outcome: 'DENIED',
    reason: 'SCHOOL_CLOSED',
    since: null,
  });
});

test('an entitlement revoked at its end has expired, and one revoked before its end is revoked', () => {
  const revoked = (revokedAt: number) =>
    decide(streamingAt(9), OPEN_SCHOOL, OPEN_TITLE, [path({ revokedAt, period: { from: 0, until: 5 } })]);
  expect(revoked(4)).toEqual({ outcome: 'DENIED', reason: 'REVOKED', since: 4 });
  expect(revoked(5)).toEqual({ outcome: 'DENIED', reason: 'EXPIRED', since: 5 });
});

test('an entitlement that ended before the school belonged to the holder has not expired for it, because the school never had it', () => {
  const joined = (from: number) =>
    decide(streamingAt(9), OPEN_SCHOOL, OPEN_TITLE, [
      path({ period: { from: 0, until: 5 }, membership: { from, until: Infinity } }),
    ]);
  expect(joined(4)).toEqual({ outcome: 'DENIED', reason: 'EXPIRED', since: 5 });
  expect(joined(5)).toEqual({ outcome: 'DENIED', reason: 'NOT_LICENSED', since: null });
});

test('the rights in the answer are those that the paths in force grant together to this audience', () => {
  const both = rightSet(['STREAM', 'DOWNLOAD']);
  const all = rightSet(USAGE_RIGHTS);
  const paths = [
    path({ rights: all }, { rights: both, pupilRights: STREAM }),
    path({ rights: rightSet(['STREAM', 'LENDING']) }, { rights: all, pupilRights: rightSet(['STREAM', 'EDITING']) }),
    path({ rights: all, suspensions: [ALWAYS] }, { rights: all, pupilRights: all }),
  ];
  const title = { ...OPEN_TITLE, rights: all };
  const told = (audience: Audience) =>
    decide({ at: 5, right: 'STREAM', audience }, OPEN_SCHOOL, title, paths) as { rights: number };
  expect(rightsIn(told('TEACHER').rights)).toEqual(['STREAM', 'DOWNLOAD', 'LENDING']);
  expect(rightsIn(told('PUPIL').rights)).toEqual(['STREAM']);
});

test('an entitlement at a level at which its licence may not be held does not extend the end', () => {
  const paths = [path({ period: { from: 0, until: 9 } }), path({ id: '2', level: 'STATE' })];
  expect(decide(streamingAt(5), OPEN_SCHOOL, OPEN_TITLE, paths)).toMatchObject({ entitlement: '1', validUntil: 9 });
});

describe('the paths to seats', () => {
  const seatsOf = (paths: GrantPath[], school = OPEN_SCHOOL, title = OPEN_TITLE) =>
    pathsToSeats(streamingAt(5), school, title, paths).map(({ entitlement }) => entitlement.id);

  test('are those that allow if a seat is free, the deciding one first', () => {
    const taken = { seatFreeFrom: 7 };
    const paths = [
      path({ id: '10' }, taken),
      path({ id: '9' }, taken),
      path({ id: '5' }, taken),
      path({ id: '6' }, taken),
      path({ id: '8' }, taken),
      path({ id: '3', period: { from: 0, until: 6 } }, taken),
      path({ id: '4', suspensions: [ALWAYS] }, taken),
      path({ id: '11', level: 'AUTHORITY' }),
    ];
    expect(seatsOf(paths)).toEqual(['11', '5', '6', '8', '9', '10', '3']);
  });

  test('do not exist at a closed school, or to a title that may not be shown', () => {
    expect(seatsOf([path()], { operating: { from: 0, until: 5 } })).toEqual([]);
    expect(seatsOf([path()], OPEN_SCHOOL, { ...OPEN_TITLE, withdrawnAt: 5 })).toEqual([]);
    expect(seatsOf([path()])).toEqual(['1']);
  });
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

test('one more entitlement never takes anything away', () => {
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

test('pupils may do nothing that teachers may not do', () => {
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
