import { GraphQLError } from 'graphql';
import { connect } from '../../database/connection';
import { plain } from '../../test/plain-statement';
import { database, OPERATOR } from '../../test/sessions-of-two-cities';
import { Session } from './database/session';
import { errorMessage, formatError } from './errors';

/** Two transactions that take two locks the other way round; PostgreSQL ends one of them after a second. */
async function deadlock(): Promise<unknown[]> {
  const [one, other] = ['select pg_advisory_xact_lock(471101)', 'select pg_advisory_xact_lock(471102)'].map((text) =>
    plain(text),
  );
  if (!one || !other) throw new Error('there are two locks');
  let hasOne: () => void = () => undefined;
  let hasOther: () => void = () => undefined;
  const source = await connect(database.urlOf('schools'), { poolSize: 6, applicationName: 'deadlock' });
  const oneHeld = new Promise<void>((held) => (hasOne = held));
  const otherHeld = new Promise<void>((held) => (hasOther = held));
  const results = await Promise.allSettled([
    new Session(source, OPERATOR).write(async (db) => {
      await db.query(one);
      hasOne();
      await otherHeld;
      await db.query(other);
    }),
    new Session(source, OPERATOR).write(async (db) => {
      await db.query(other);
      hasOther();
      await oneHeld;
      await db.query(one);
    }),
  ]);
  await source.destroy();
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
}

test('whoever is ended so that another transaction can go on may try again, and the log says why', async () => {
  const [error, ...others] = await deadlock();
  expect(others).toEqual([]);
  const log = jest.fn();
  const located = new GraphQLError('deadlock detected', { originalError: error as Error });
  expect(formatError('schools', located.toJSON(), located, log)).toMatchObject({
    message: 'The schools service is unavailable. Retry.',
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'schools' },
  });
  expect(log).toHaveBeenCalledWith(located);
  expect(errorMessage(error)).toBeNull();
});
