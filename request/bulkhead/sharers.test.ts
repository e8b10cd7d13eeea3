import fc from 'fast-check';
import type { OrganisationKey } from '../../caller/caller';
import { ListEntry } from './linked-list';
import { organisationOf, Sharers, type Subject } from './sharers';

const bound = (...keys: string[]) => ({ kind: 'lms', subject: 'a', bound: keys as OrganisationKey[] });

test('a caller that is bound to several organisations shares with those bound to the same, in whatever order', () => {
  expect(organisationOf(bound('AUTHORITY:NW:1'))).toBe('AUTHORITY:NW:1');
  expect(organisationOf(bound('AUTHORITY:NW:2', 'AUTHORITY:NW:1'))).toBe(
    organisationOf(bound('AUTHORITY:NW:1', 'AUTHORITY:NW:2')),
  );
  const pair = bound('AUTHORITY:NW:2', 'AUTHORITY:NW:1');
  expect(organisationOf(pair)).toBe('AUTHORITY:NW:1 AUTHORITY:NW:2');
  expect(organisationOf({ ...pair, subject: 'b' })).toBe(organisationOf(pair));
  expect(pair.bound).toEqual(['AUTHORITY:NW:2', 'AUTHORITY:NW:1']);
});

test('one that is bound to none stands for itself', () => {
  expect(organisationOf({ kind: 'operator', subject: 'gateway', bound: [] })).toBe('operator gateway');
  expect(organisationOf({ kind: 'operator', subject: 'gateway', bound: [] })).not.toBe(
    organisationOf({ kind: 'operator', subject: 'staff', bound: [] }),
  );
});

test('of those that hold nothing only so many are remembered, and those that hold something always', () => {
  const sharers = new Sharers<never>();
  const holding = sharers.subjectOf({ kind: 'lms', subject: 'holding', bound: [] });
  sharers.hold(holding, 1);
  for (let at = 0; at < 5_000; at += 1) {
    const subject = sharers.subjectOf({ kind: 'lms', subject: `${at}`, bound: [] });
    sharers.hold(subject, 1);
    sharers.hold(subject, -1);
    sharers.removeIdle(subject);
  }
  expect(sharers.size).toBeLessThanOrEqual(1_000);
  expect(sharers.subjectOf({ kind: 'lms', subject: 'holding', bound: [] })).toBe(holding);
});

test('an organisation is remembered as long as one of its subjects is', () => {
  const sharers = new Sharers<never>();
  const of = (subject: string) => sharers.subjectOf({ kind: 'lms', subject, bound: ['AUTHORITY:NW:1'] });
  const [first, second] = [of('first'), of('second')];
  expect([first.organisation, sharers.size, of('first')]).toEqual([second.organisation, 2, first]);
  const idle = Array.from({ length: 1_500 }, (_, at) =>
    sharers.subjectOf({ kind: 'lms', subject: `${at}`, bound: [] }),
  );
  sharers.removeIdle(first);
  sharers.removeIdle(first);
  expect([sharers.size, of('first') === first, of('first').organisation]).toEqual([1_501, false, second.organisation]);
  expect(sharers.size).toBe(1_502);
  for (const one of [of('first'), second]) sharers.removeIdle(one);
  expect([sharers.size, of('first').organisation === second.organisation]).toEqual([1_500, false]);
  sharers.hold(of('first'), 1);
  sharers.removeIdle(of('first'));
  for (const one of idle) sharers.removeIdle(one);
  expect([sharers.size, of('first').held]).toEqual([1_000, 1]);
});

const steps = fc.array(
  fc.record({ subject: fc.nat(8), does: fc.constantFrom('hold', 'release', 'wait', 'wait', 'leave') }),
  { maxLength: 60 },
);

test('whose turn it is, and who makes room for whom, are those that plain counting names', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const sharers = new Sharers<number>();
      const subjects = Array.from({ length: 9 }, (_, at) =>
        sharers.subjectOf({ kind: 'lms', subject: `${at}`, bound: [`AUTHORITY:NW:${at % 3}`] }),
      );
      const queues = subjects.map((): ListEntry<number>[] => []);
      for (const [name, { subject: at, does }] of taken.entries()) {
        const subject = subjects[at] as Subject<number>;
        const queue = queues[at] as ListEntry<number>[];
        if (does === 'hold') sharers.hold(subject, 1);
        else if (does === 'release') subject.held > 0 && sharers.hold(subject, -1);
        else if (does === 'wait') {
          queue.push(new ListEntry(name));
          sharers.enqueue(subject, queue.at(-1) as ListEntry<number>);
        } else if (queue.length > 0) sharers.dequeue(subject, queue.shift() as ListEntry<number>);
        expectAsCounted(sharers, subjects);
        expect(subject.queue?.first?.item).toBe(queue[0]?.item);
      }
    }),
  );
});

function expectAsCounted(sharers: Sharers<number>, subjects: readonly Subject<number>[]): void {
  const waiting = subjects.filter((subject) => subject.waiting > 0);
  const organisations = new Set(waiting.map(({ organisation }) => organisation));
  for (const [ofSubject, ofOrganisation] of [
    [1, 2],
    [2, 4],
    [3, 3],
    [Infinity, Infinity],
  ] as const) {
    const next = sharers.next(ofSubject, ofOrganisation);
    const may = waiting.filter(({ held, organisation }) => held < ofSubject && organisation.held < ofOrganisation);
    expect(next === undefined).toBe(may.length === 0);
    if (!next) continue;
    const own = may.filter(({ organisation }) => organisation === next.organisation);
    expect(next.organisation.held).toBe(Math.min(...may.map(({ organisation }) => organisation.held)));
    expect(next.held).toBe(Math.min(...own.map(({ held }) => held)));
    expect(own).toContain(next);
  }
  for (const subject of subjects) {
    const most = Math.max(0, ...[...organisations].map(({ demand }) => demand));
    const mostOfOwn = Math.max(
      0,
      ...waiting.filter(({ organisation }) => organisation === subject.organisation).map(({ demand }) => demand),
    );
    const makesRoom = sharers.whoMakesRoomFor(subject);
    if (most > subject.organisation.demand + 1) {
      const rivals = waiting.filter(({ organisation }) => organisation === makesRoom?.organisation);
      expect([makesRoom?.organisation.demand, makesRoom?.demand]).toEqual([
        most,
        Math.max(...rivals.map(({ demand }) => demand)),
      ]);
    } else if (mostOfOwn > subject.demand + 1) {
      expect([makesRoom?.organisation, makesRoom?.demand]).toEqual([subject.organisation, mostOfOwn]);
    } else expect(makesRoom).toBeNull();
  }
}
