import { createTestDatabase, type TestDatabase } from '../test/database';
import { makeDemoWorld } from './demo-world';
import { fillDemoData } from './fill';

const TODAY = new Date('2026-11-22T09:00:00Z');
let database: TestDatabase;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(async () => { await database.drop(); });
test('x', async () => {
  let t = Date.now();
  makeDemoWorld(TODAY);
  console.log('world', Date.now() - t);
  t = Date.now();
  await fillDemoData(database.ownerUrl, (text) => { console.log(Date.now() - t, text); }, { today: TODAY });
  console.log(Date.now() - t);
});
