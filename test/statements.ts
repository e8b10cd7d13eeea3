/**
 * Counts the statements that the services of this process send to PostgreSQL, without those that begin and end a
 * transaction.
 */
import { Client } from 'pg';
import { roleOf, SERVICES } from '../database/roles';

export type Counts = Record<string, number>;

/** Counts the statements of each service while the work is done. */
export async function statementsOf<Made>(work: () => Promise<Made>): Promise<{ made: Made; counts: Counts }> {
  const spy = jest.spyOn(Client.prototype, 'query');
  try {
    const made = await work();
    const counts: Counts = {};
    spy.mock.calls.forEach(([statement, values]: unknown[], call) => {
      /** Statements without values begin or end a transaction, or listen for changes. */
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
