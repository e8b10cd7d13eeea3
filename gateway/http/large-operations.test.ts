import type { Caller } from '../../caller/caller';
import type { Sharer } from '../../request/bulkhead/sharers';
import { Cancellation } from '../../request/cancellation';
import { Admission, DEFAULT_ADMISSION, type Place } from './admission';

const settled = () => new Promise<void>((done) => setImmediate(done));

describe('large operations', () => {
  const admit = () => new Admission({ ...DEFAULT_ADMISSION, atOnce: 64, waiting: 8 });
  const by = (organisation: number, subject = 'one'): Sharer => ({
    kind: 'lms',
    subject: `${organisation} ${subject}`,
    bound: [`AUTHORITY:NW:${organisation}`],
  });

  async function enter(admission: Admission, sharer: Sharer, leaving = new Cancellation()): Promise<Place> {
    const place = await admission.enter(sharer as Caller, sharer, leaving);
    if (typeof place === 'string') throw new Error(place);
    return place;
  }

  test('are limited to one for a subject, two for an organisation and four in all; those that wait hold no place', async () => {
    const admission = admit();
    const inWork: string[] = [];
    const come = async (sharer: Sharer) => {
      const place = await enter(admission, sharer);
      if ((await place.becomeLarge()) === null) inWork.push(sharer.subject);
      return place;
    };
    const first = come(by(1));
    for (const sharer of [by(1), by(1, 'two'), by(1, 'three'), by(2), by(3), by(4)]) void come(sharer);
    await settled();
    expect(inWork).toEqual(['1 one', '1 two', '2 one', '3 one']);
    expect(admission.sizes).toMatchObject({ atOnce: 0, large: 20, largeWaiting: 3 });
    (await first).release();
    await settled();
    expect(inWork).toEqual(['1 one', '1 two', '2 one', '3 one', '4 one']);
    expect(admission.sizes).toMatchObject({ large: 20, largeWaiting: 2 });
  });

  test('that cost less take fewer places: a subject may have four in work, an organisation seven', async () => {
    const admission = admit();
    const come = async (sharer: Sharer, cost: number) => (await enter(admission, sharer)).becomeLarge(cost);
    for (let time = 0; time < 6; time += 1) void come(by(1), 2_400);
    await settled();
    expect(admission.sizes).toMatchObject({ large: 4, largeWaiting: 2 });
    for (let time = 0; time < 4; time += 1) void come(by(1, 'two'), 301);
    await settled();
    expect(admission.sizes).toMatchObject({ large: 7, largeWaiting: 3 });
    expect(await come(by(2), 2_401)).toBeNull();
    expect(admission.sizes).toMatchObject({ large: 9, largeWaiting: 3 });
    expect(await come(by(3), 120_000)).toBeNull();
    expect(admission.sizes).toMatchObject({ large: 14, largeWaiting: 3 });
  });

  test('beyond the limit are turned away, and a client that leaves gives all places back', async () => {
    const admission = admit();
    const leaving = new Cancellation();
    const all = Array.from({ length: 12 }, async () => (await enter(admission, by(1), leaving)).becomeLarge());
    await settled();
    expect(admission.sizes).toMatchObject({ atOnce: 0, large: 5, largeWaiting: 8 });
    leaving.abort(new Error('left'));
    expect((await Promise.all(all)).filter((why) => why === 'large operations')).toHaveLength(11);
    expect(admission.sizes).toMatchObject({ largeWaiting: 0 });
  });

  test('let the next one begin when their large part is done', async () => {
    const admission = admit();
    const place = await enter(admission, by(1));
    await place.becomeLarge();
    const next = enter(admission, by(1)).then((later) => later.becomeLarge());
    await settled();
    expect(admission.sizes).toMatchObject({ atOnce: 0, large: 5, largeWaiting: 1 });
    place.becomeSmall();
    expect(await next).toBeNull();
    expect(admission.sizes).toMatchObject({ atOnce: 1, large: 5, largeWaiting: 0 });
    place.release();
    expect(admission.sizes).toMatchObject({ atOnce: 0, large: 5 });
  });

  test('take more places where their cost turns out to be higher', async () => {
    const admission = admit();
    const place = await enter(admission, by(1));
    expect(await place.becomeLarge(2_400)).toBeNull();
    expect(admission.sizes).toMatchObject({ atOnce: 0, large: 1 });
    expect(await place.becomeLarge()).toBeNull();
    expect(admission.sizes).toMatchObject({ atOnce: 0, large: 5 });
    expect(await place.becomeLarge(301)).toBeNull();
    expect(admission.sizes).toMatchObject({ atOnce: 0, large: 5 });
  });

  test.each([
    ['an ordinary one', async () => {}],
    ['one for large operations', (place: Place) => place.becomeLarge()],
  ])('whose client has left take no place again, after %s', async (_, begin) => {
    const admission = admit();
    const place = await enter(admission, by(1));
    await begin(place);
    place.release();
    place.becomeSmall();
    expect(await place.becomeLarge()).toBe('large operations');
    await settled();
    expect(admission.sizes).toMatchObject({ atOnce: 0, large: 0, largeWaiting: 0 });
  });

  test('whose client leaves in the turn in which they are admitted give their places back', async () => {
    const admission = admit();
    const first = await enter(admission, by(1));
    await first.becomeLarge();
    const second = await enter(admission, by(1));
    const letIn = second.becomeLarge();
    first.release();
    setImmediate(() => second.release());
    await letIn;
    await settled();
    await settled();
    expect(admission.sizes).toMatchObject({ atOnce: 0, large: 0, largeWaiting: 0 });
  });

  test('become large only once', async () => {
    const admission = admit();
    const place = await enter(admission, by(1));
    expect([await place.becomeLarge(), await place.becomeLarge()]).toEqual([null, null]);
    expect(admission.sizes).toMatchObject({ atOnce: 0, large: 5 });
    place.release();
    await settled();
    expect(admission.sizes).toMatchObject({ atOnce: 0, large: 0 });
  });

  test('let other work run between two of them, however short they are', async () => {
    const admission = admit();
    const turns: string[] = [];
    const come = async (name: string) => {
      const place = await enter(admission, by(1));
      await place.becomeLarge();
      turns.push(name);
      setImmediate(() => turns.push('others'));
      place.release();
    };
    await Promise.all(['first', 'second', 'third'].map(come));
    await settled();
    expect(turns).toEqual(['first', 'others', 'second', 'others', 'third', 'others']);
  });
});
