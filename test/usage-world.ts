/** A world of schools and titles for the tests of the usage service, and a way to ask the service as a caller. */
import { graphql } from 'graphql';
import type { DataSource } from 'typeorm';
import { type Caller, type CallerKind, type OrganisationKey, SCOPES_OF_KIND } from '../caller/caller';
import { connect } from '../database/connection';
import type { Transact } from '../database/queryable';
import type { InvalidationFeed } from '../services/subgraph/cache/invalidation-feed';
import { Session } from '../services/subgraph/database/session';
import { makeSubgraphSchema } from '../services/subgraph/schema/schema';
import { contextFor } from '../services/subgraph/subgraph';
import { countUses } from '../services/usage/counting/count-uses';
import { NOTIFY_ALL_COUNTED } from '../services/usage/counting/notify-queries';
import { usageDefinition } from '../services/usage/service';
import { createTestDatabase } from './database';
import { clearWorld, type SeededWorld, seedWorld } from './seed-world';
import type { World } from './world';

interface AskOptions {
  readonly now?: string;
  /** The caller in the settings of the database where it differs, so that one wall can be tested alone. */
  readonly databaseCaller?: Caller;
  /**
   * Whether what is recorded stays uncounted. Otherwise it is counted at once; the service does so by itself some
   * seconds later.
   */
  readonly uncounted?: boolean;
  /** Whether it runs as the owner, who is exempt from row-level security. */
  readonly asOwner?: boolean;
  /** The organisations that the gateway refused. */
  readonly refused?: readonly string[];
  /** The invalidation feed of the service's caches. Nothing is cached where it is left out. */
  readonly kept?: InvalidationFeed;
}

interface Answer {
  readonly data: any;
  /** The first error, as `CODE: message`. */
  readonly error: string | undefined;
}

export function callerOf(kind: CallerKind, ...bound: OrganisationKey[]): Caller {
  return { kind, subject: `test-${kind}`, scopes: SCOPES_OF_KIND[kind], bound };
}

export const OPERATOR = callerOf('operator');
export const FORBIDDEN = 'FORBIDDEN: You may not see or change this, or it does not exist.';

export async function createUsageWorld() {
  const database = await createTestDatabase();
  const [service, owner] = (await Promise.all(
    [database.urlOf('usage'), database.ownerUrl].map((url) =>
      connect(url, { poolSize: 4, applicationName: 'usage test' }),
    ),
  )) as [DataSource, DataSource];
  const { schema } = await makeSubgraphSchema(usageDefinition);
  const statements: string[] = [];

  /** Replaces the world by one without uses. */
  async function seed(
    world: Pick<World, 'organisations' | 'schools' | 'titles'> & Partial<World>,
  ): Promise<SeededWorld> {
    await clearWorld(database.query);
    await deleteUses();
    return seedWorld(database.query, { packages: {}, licences: {}, entitlements: {}, ...world });
  }

  async function deleteUses(): Promise<void> {
    await database.query(
      ['event', 'event_key', 'coverage', 'monthly_sum', 'licence_sum']
        .map((table) => `delete from usage.${table}`)
        .join(';'),
    );
    await database.query(NOTIFY_ALL_COUNTED.text);
  }

  async function ask(caller: Caller, source: string, variables: object, options: AskOptions = {}): Promise<Answer> {
    const instant = Date.parse(options.now ?? '2025-03-15T12:00:00Z');
    const dataSource = options.asOwner ? owner : service;
    const session = new Session(dataSource, options.databaseCaller ?? caller);
    const query = session.query.bind(session);
    session.query = (statement, parameters) => {
      statements.push(typeof statement === 'string' ? statement : statement.text);
      return query(statement, parameters);
    };
    const contextValue = {
      ...contextFor(
        { envelope: { caller, instant, requestId: 'test', refused: options.refused } },
        dataSource,
        options.kept,
      ),
      session,
    };
    try {
      const { data, errors } = await graphql({ schema, source, variableValues: { ...variables }, contextValue });
      if (source.includes('recordUsage') && !options.uncounted) await countUses(transact);
      const error = errors?.[0];
      return { data, error: error && `${error.extensions.code ?? error.originalError}: ${error.message}` };
    } finally {
      await session.end();
    }
  }

  /** Runs work in a transaction of the service itself, as its upkeep does. */
  const transact: Transact = (work) => new Session(service, OPERATOR).write(work);

  return {
    ownerUrl: database.ownerUrl,
    serviceUrl: database.urlOf('usage'),
    service,
    transact,
    /** Runs SQL as the owner. */
    query: database.query,
    seed,
    deleteUses,
    ask,
    /** The reading statements of all questions so far. */
    statements,
    async close() {
      await Promise.all([service.destroy(), owner.destroy()]);
      await database.drop();
    },
  };
}

export type UsageWorld = Awaited<ReturnType<typeof createUsageWorld>>;
