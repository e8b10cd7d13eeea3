/** An installation with uses and API keys, and functions that request COUNTER reports. */
import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { ZONE } from '../access/calendar';
import { makeApiKey } from '../caller/api-key';
import { type CallerKind, SCOPES_OF_KIND } from '../caller/caller';
import { ownerStatements } from '../database/queryable';
import { insertApiKey } from '../services/schools/api-key/api-key-queries';
import { countRecorded } from './count-recorded';
import { createTestDatabase, type TestDatabase } from './database';
import { seedWorld } from './seed-world';
import { startSystem, tokenOf, type Walls } from './system';
import type { World } from './world';

export interface Use {
  readonly school: string;
  readonly title: string;
  readonly action: 'STREAM' | 'DOWNLOAD' | 'VIEW' | 'NOT_LICENSED' | 'LIMIT_EXCEEDED';
  /** The instant in epoch milliseconds. */
  readonly at: number;
  readonly session: string | null;
}

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, parsed as JSON. */
  readonly body: any;
}

const RECORD = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded refused } }';

/** @param month how many months before this one; 1 is the last complete month */
export function monthBefore(month: number): DateTime {
  return DateTime.now().setZone(ZONE).startOf('month').minus({ months: month });
}

/** Opens the API over a database. */
export async function openCounterApi(database: TestDatabase, walls?: Walls) {
  const system = await startSystem(database, walls);

  async function keyFor(kind: CallerKind, ...bound: string[]): Promise<string> {
    const { key, id, hash } = makeApiKey();
    const made = { id, hash, name: 'Test', kind, scopes: SCOPES_OF_KIND[kind], bound, days: 30 };
    await ownerStatements(database.ownerUrl, (db) => insertApiKey(db, made));
    return key;
  }

  async function ask(
    path: string,
    parameters: Readonly<Record<string, string>>,
    headers: Record<string, string> = {},
  ): Promise<Asked> {
    const response = await fetch(`${system.url}/r51${path}?${new URLSearchParams(parameters)}`, { headers });
    // `text()` would drop a byte order mark.
    const text = Buffer.from(await response.arrayBuffer()).toString();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
  }

  async function close(): Promise<void> {
    await system.stop();
    await database.drop();
  }

  return { database, system, keyFor, ask, close };
}

export async function createCounterWorld(given: Pick<World, 'organisations' | 'schools' | 'titles'>, walls?: Walls) {
  const database = await createTestDatabase();
  const world = await seedWorld(database.query, { packages: {}, licences: {}, entitlements: {}, ...given });
  const api = await openCounterApi(database, walls);
  const { system } = api;

  async function record(uses: readonly Use[]): Promise<void> {
    const token = await tokenOf('operator');
    for (let from = 0; from < uses.length; from += 5_000) {
      const events = uses.slice(from, from + 5_000).map(({ school, title, action, at, session }) => ({
        id: randomUUID(),
        school: world.organisation(school),
        title: world.title(title),
        action,
        usedAt: new Date(at).toISOString(),
        session,
      }));
      const { data, errors } = await system.ask(token, RECORD, { events });
      if (data?.recordUsage?.recorded !== events.length) throw new Error(JSON.stringify(errors ?? data));
    }
    await countRecorded(database);
  }

  return {
    ...api,
    record,
    title: world.title,
    /** Returns the customer id of an organisation. */
    customer: (level: string, name: string) =>
      level === 'STATE' ? `STATE:${name}` : `${level}:${world.organisation(name)}`,
  };
}

export type CounterWorld = Awaited<ReturnType<typeof createCounterWorld>>;
