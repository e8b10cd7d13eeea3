/** The cost of licences in a licences file: one price, or each purchase. */
import { Changes } from '../services/import-file/changes';
import { database, licence, pack, same, take } from './licence-records';

const { priceCents: _, ...unpaid } = licence;
const { type, number } = licence;

const purchases = () =>
  database.query(
    `select p.number, p.purchased_on::text as on, p.cents::int, p.term::text, p.duration_days as days, p.school_count as schools
     from licences.purchase p join licences.contract c using (licence_id) where c.number = 'L1' order by p.number`,
  );
const first = { number: 'R1', purchasedOn: '2026-05-04', cents: 100_00, schoolCount: 20 };
const more = { number: 'R2', cents: 50_00, from: '2027-02-01', until: '2027-08-01' };
const stored = {
  first: { number: 'R1', on: '2026-05-04', cents: 100_00, term: '[2026-08-01,2027-08-01)', days: null, schools: 20 },
  more: { number: 'R2', on: null, cents: 50_00, term: '[2027-02-01,2027-08-01)', days: null, schools: null },
};

test('a licence is bought again, and a second time nothing changes', async () => {
  await take([pack, { ...unpaid, purchases: [first] }]);
  const changes = new Changes(10);
  expect(await take([{ type, number, purchases: [first, more] }], undefined, changes)).toMatchObject({
    licences: { changed: 1 },
  });
  expect(changes.lines().slice(1)).toEqual([
    '  licence L1: purchases: R1: 10000 cents, 2026-08-01 to 2027-08-01 → R1: 10000 cents, 2026-08-01 to 2027-08-01, R2: 5000 cents, 2027-02-01 to 2027-08-01',
  ]);
  expect(await purchases()).toEqual([stored.first, stored.more]);
  expect(await take([{ type, number, purchases: [more, first] }])).toMatchObject({ licences: same(1) });
  const { purchasedOn, schoolCount, ...rest } = first;
  expect(await take([{ type, number, purchases: [rest, more] }])).toMatchObject({ licences: same(1) });
  await take([{ type, number, purchases: [more] }]);
  expect(await purchases()).toEqual([stored.more]);
  await take([{ type, number, purchases: [] }]);
  expect(await purchases()).toEqual([]);
});

test('what was paid for a period stays with it when the term changes; a price beside a term is the price of that term', async () => {
  await take([pack, { ...unpaid, purchases: [first] }]);
  const longer = { kind: 'FIXED', from: '2026-08-01', until: '2028-08-01' };
  await take([{ type, number, term: longer }]);
  expect(await purchases()).toEqual([stored.first]);
  await take([{ type, number, priceCents: 70_00 }]);
  expect(await purchases()).toEqual([{ ...stored.first, cents: 70_00 }]);
  await take([{ type, number, term: longer, priceCents: 70_00 }]);
  expect(await purchases()).toEqual([{ ...stored.first, cents: 70_00, term: '[2026-08-01,2028-08-01)' }]);
  await take([{ type, number, term: { kind: 'DURATION', days: 9 }, priceCents: 70_00 }]);
  expect(await purchases()).toEqual([{ ...stored.first, cents: 70_00, term: null, days: 9 }]);
  await take([{ type, number, term: { kind: 'UNLIMITED' }, priceCents: 70_00 }]);
  expect(await purchases()).toEqual([{ ...stored.first, cents: 70_00, term: null }]);
});

test.each([
  ['a price beside purchases', { priceCents: 1, purchases: [first] }, 'priceCents: cannot stand beside “purchases”'],
  [
    'a price of what was bought twice',
    { priceCents: 1 },
    'priceCents: the licence L1 was bought 2 times; give all its “purchases” instead',
  ],
  ['a number twice', { purchases: [first, first] }, 'purchases: names a purchase twice'],
  [
    'half a period',
    { purchases: [{ ...more, until: undefined }] },
    'purchases[0].from: must stand there with “until”, or neither of them',
  ],
  [
    'a period that ends before',
    { purchases: [{ ...more, from: '2027-08-01' }] },
    'purchases[0].until: must be a day after “from”',
  ],
])('%s is refused, and nothing changes', async (_name, record, reason) => {
  await take([pack, { ...unpaid, purchases: [first, more] }]);
  await expect(take([{ type, number, ...record }])).rejects.toThrow(`line 1: ${reason}`);
  expect(await purchases()).toEqual([stored.first, stored.more]);
});
