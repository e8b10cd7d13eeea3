import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { signHop } from '../../caller/signed-hop';
import { createTestDatabase } from '../../test/database';
import { callerOf } from '../../test/usage-world';
import { createUsageService } from './service';

test('the service answers what the gateway signed, and nothing else', async () => {
  const database = await createTestDatabase();
  const hopKeys = ['a key'];
  const service = await createUsageService({
    databaseUrl: database.urlOf('usage'),
    hopKeys,
    log: pino({ level: 'silent' }),
  });
  try {
    await new Promise<void>((listening) => service.server.listen(0, '127.0.0.1', listening));
    const { port } = service.server.address() as AddressInfo;
    const body = JSON.stringify({ query: 'mutation { recordUsage(events: []) { recorded alreadyKnown } }' });
    const send = async (headers: Record<string, string>) => {
      const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body });
      return [response.status, await response.json()];
    };
    const signed = (kind: 'lms' | 'reporting', subgraph = 'usage') =>
      signHop(hopKeys, subgraph, { caller: callerOf(kind), instant: Date.now(), requestId: 'test' }, body);

    expect(await send(signed('lms'))).toEqual([200, { data: { recordUsage: { recorded: 0, alreadyKnown: 0 } } }]);
    expect(await send(signed('reporting'))).toMatchObject([200, { errors: [{ extensions: { code: 'FORBIDDEN' } }] }]);
    expect(await send(signed('lms', 'schools'))).toMatchObject([
      401,
      { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    ]);
    expect(await send({})).toMatchObject([401, {}]);
  } finally {
    await service.stop();
    await database.drop();
  }
});
