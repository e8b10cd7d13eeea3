/** Counts the statements that the services of this process send to PostgreSQL; beginning and ending a transaction are none. */
import { Client } from 'pg';
import { roleOf, SERVICES } from '../database/roles';

export type Counts = Record<string, number>;

/** By service, what they send while the work is done. */
export async function statementsOf<Made>(work: () => Promise<Made>): Promise<{ made: Made; counts: Counts }> {
  const spy = jest.spyOn(Client.prototype, 'query');
  try {
    const made = await work();
    const counts: Counts = {};
    spy.mock.calls.forEach(([statement, values]: unknown[], call) => {
      /** Begins and ends a transaction, or asks for changes: no statement with values. */
      if (typeof statement === 'string' && !values) return;
      const { user } = spy.mock.contexts[call] as Client;
      const service = SERVICES.find((one) => roleOf(one) === user);
      if (!service) return;
      counts[service] = (counts[service] ?? 0) + 1;
    });
    return { made, counts };
  } finally {
    spy.mockRestore();
  }
}
