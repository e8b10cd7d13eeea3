/** A consortium of 400 members fetches the reports of all of them, one after the other, and is never refused. */
import { type CounterWorld, createCounterWorld, monthBefore } from '../../test/counter-world';

const SCHOOLS = Array.from({ length: 400 }, (_, at) => `School ${String(at).padStart(3, '0')}`);
const MONTH = monthBefore(1);
const period = { begin_date: MONTH.toFormat('yyyy-MM'), end_date: MONTH.toFormat('yyyy-MM') };
let world: CounterWorld;
let api_key: string;

beforeAll(async () => {
  world = await createCounterWorld(
    {
      organisations: { City: 'AUTHORITY' },
      schools: Object.fromEntries(SCHOOLS.map((school) => [school, { belongsTo: [{ to: 'City' }] }])),
      titles: { FILM: {} },
    },
    // As if other callers bound to the city had used up nearly all of the rate limit.
    { limits: { rate: { perSubject: 2, perOrganisation: 2, cost: { perSubject: 1, perOrganisation: 1 } } } },
  );
  const at = MONTH.plus({ days: 3 }).toMillis();
  await world.record(SCHOOLS.map((school) => ({ school, title: 'FILM', action: 'STREAM', at, session: 'a' })));
  api_key = await world.keyFor('reporting', world.customer('AUTHORITY', 'City'));
});
afterAll(() => world?.close());

test('each member has its report, and together they are that of the consortium', async () => {
  const customer_id = world.customer('AUTHORITY', 'City');
  const { body: members } = await world.ask('/members', { api_key, customer_id });
  expect(members).toHaveLength(400);
  let sum = 0;
  for (const { Customer_ID } of members) {
    const { status, body } = await world.ask('/reports/ir_m1', { api_key, customer_id: Customer_ID, ...period });
    expect([Customer_ID, status]).toEqual([Customer_ID, 200]);
    const [{ Items }] = body.Report_Items;
    sum += Items[0].Attribute_Performance[0].Performance.Total_Item_Requests[period.begin_date];
  }
  const { body } = await world.ask('/reports/pr', { api_key, customer_id, ...period });
  const [{ Performance }] = body.Report_Items[0].Attribute_Performance;
  expect([sum, Performance.Total_Item_Requests[period.begin_date]]).toEqual([400, 400]);
}, 600_000);
