import { type Amendment, type AmendmentOutcome, type Claim, checkAmendment, outcomeOf, type Target } from './amendment';

const NOW = 100;
const SCHOOL = { rowId: '9', level: 'SCHOOL', operating: { from: -Infinity, until: Infinity } } as const;
const target = (more: Partial<Target> = {}): Target => ({
  id: '1',
  version: 3,
  licenceId: '2',
  holderId: '7',
  period: { from: 50, until: 200 },
  revokedAt: Infinity,
  term: { from: 0, until: 300 },
  holderLevels: ['AUTHORITY', 'SCHOOL'],
  daysUntil: Infinity,
  isSuspended: false,
  isCovered: false,
  isHeldThere: false,
  isInTerritory: true,
  ...more,
});
const claim = (more: Partial<Claim> = {}): Claim => ({ mayAmend: true, mayWrite: true, version: null, ...more });
const end = (until: number): Amendment => ({ kind: 'END', until });
const move = (at = NOW, to: Extract<Amendment, { kind: 'MOVE' }>['to'] = SCHOOL): Amendment => ({
  kind: 'MOVE',
  at,
  to,
});
const revoke: Amendment = { kind: 'REVOKE', at: NOW };
const suspend: Amendment = { kind: 'SUSPEND', at: NOW, until: Infinity };
const resume: Amendment = { kind: 'RESUME', at: NOW };

const OWNER_ONLY = claim({ mayWrite: false });
const CASES: [what: string, Amendment, Partial<Target>, Claim, AmendmentOutcome][] = [
  ['one that is not the caller’s', revoke, {}, claim({ mayAmend: false, version: 1 }), 'NOT_ALLOWED'],
  ['one of an older version', revoke, {}, claim({ version: 2 }), 'CHANGED_SINCE'],
  ['one of this version', revoke, {}, claim({ version: 3 }), 'CHANGED'],
  ['a revocation of one that is to be revoked later', revoke, { revokedAt: 101 }, claim(), 'CHANGED'],
  ['a revocation of one that was revoked', revoke, { revokedAt: 100 }, claim(), 'UNCHANGED'],
  ['a revocation of one that has ended', revoke, { period: { from: 0, until: 100 } }, claim(), 'UNCHANGED'],
  ['a revocation of one whose licence has ended', revoke, { term: { from: 0, until: 100 } }, claim(), 'UNCHANGED'],
  ['a suspension by the owner alone', suspend, {}, OWNER_ONLY, 'CHANGED'],
  ['a suspension of one that is suspended for as long', suspend, { isCovered: true }, claim(), 'UNCHANGED'],
  ['a suspension of one that was revoked', suspend, { revokedAt: 99 }, claim(), 'REVOKED'],
  ['a suspension of one that has ended', suspend, { period: { from: 0, until: 99 } }, claim(), 'ENDED'],
  ['resuming by the owner alone', resume, { isSuspended: true }, OWNER_ONLY, 'CHANGED'],
  ['resuming one that is not suspended', resume, {}, claim(), 'UNCHANGED'],
  ['resuming one that was revoked', resume, { isSuspended: true, revokedAt: 90 }, claim(), 'REVOKED'],
  ['the same end', end(200), {}, OWNER_ONLY, 'UNCHANGED'],
  ['an earlier end by the owner alone', end(150), {}, OWNER_ONLY, 'CHANGED'],
  ['a later end by the owner alone', end(250), {}, OWNER_ONLY, 'NOT_ALLOWED'],
  ['a later end', end(250), {}, claim(), 'CHANGED'],
  ['the end of the licence, by the owner alone', end(Infinity), {}, OWNER_ONLY, 'NOT_ALLOWED'],
  ['the end of the licence', end(Infinity), {}, claim(), 'CHANGED'],
  ['an end beyond that of the licence', end(301), {}, claim(), 'BEYOND_LICENCE'],
  ['an end beyond the days of the licence', end(250), { daysUntil: 249 }, claim(), 'BEYOND_LICENCE'],
  ['the end of a licence that runs for days', end(Infinity), { daysUntil: 249 }, claim(), 'CHANGED'],
  ['the end of a licence that runs for days, again', end(Infinity), { daysUntil: 200 }, claim(), 'UNCHANGED'],
  ['the end of a licence whose days are fewer', end(Infinity), { daysUntil: 150 }, claim(), 'UNCHANGED'],
  ['the end of a licence that runs for days beyond its term', end(Infinity), { daysUntil: 400 }, claim(), 'CHANGED'],
  [
    'the end of a licence that runs for days, by the owner alone',
    end(Infinity),
    { daysUntil: 249 },
    OWNER_ONLY,
    'NOT_ALLOWED',
  ],
  ['an end before it begins', end(120), { period: { from: 120, until: 200 } }, claim(), 'BEFORE_BEGIN'],
  ['another end of one that has ended', end(250), { period: { from: 0, until: 100 } }, claim(), 'ENDED'],
  ['another end of one that is to be revoked', end(150), { revokedAt: 180 }, claim(), 'REVOKED'],
  ['a move', move(), {}, claim(), 'CHANGED'],
  ['a move by the owner alone', move(), {}, OWNER_ONLY, 'NOT_ALLOWED'],
  ['a move to a holder that does not exist', move(NOW, null), {}, claim(), 'NOT_ALLOWED'],
  ['a move to the present holder', move(), { holderId: '9' }, claim(), 'UNCHANGED'],
  [
    'a move to a level that the licence does not allow',
    move(),
    { holderLevels: ['STATE'] },
    claim(),
    'LEVEL_NOT_ALLOWED',
  ],
  ['a move out of the owner’s territory', move(), { isInTerritory: false }, claim(), 'OUTSIDE_TERRITORY'],
  ['a move to a holder that has the licence already', move(), { isHeldThere: true }, claim(), 'ALREADY_ASSIGNED'],
  ['a move after its end', move(200), {}, claim(), 'ENDED'],
  ['a move after its revocation', move(150), { revokedAt: 150 }, claim(), 'REVOKED'],
  ['a move before its revocation', move(149), { revokedAt: 150 }, claim(), 'CHANGED'],
  [
    'a move to a school that is closed by then',
    move(150, { ...SCHOOL, operating: { from: 0, until: 150 } }),
    {},
    claim(),
    'SCHOOL_CLOSED',
  ],
];

test.each(CASES)('%s', (_, amendment, more, of, outcome) => {
  expect(outcomeOf(amendment, target(more), of, NOW)).toBe(outcome);
});

test.each<[string, Amendment]>([
  ['input.at must not be in the past', { kind: 'REVOKE', at: 99 }],
  ['input.at must not be in the past', { kind: 'RESUME', at: 99 }],
  ['input.from must not be in the past', { kind: 'SUSPEND', at: 99, until: Infinity }],
  ['input.until must be after input.from', { kind: 'SUSPEND', at: 100, until: 100 }],
  ['input.validUntil must not be in the past', end(99)],
])('%s', (message, amendment) => {
  expect(() => checkAmendment(amendment, NOW)).toThrow(message);
});

test('a change that happens now is not in the past', () => {
  for (const amendment of [revoke, suspend, resume, end(100), move()]) checkAmendment(amendment, NOW);
});
