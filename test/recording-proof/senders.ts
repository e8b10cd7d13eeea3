/** Learning platforms that send uses, and repeat each batch until it is acknowledged. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { DateTime } from 'luxon';
import type { Chance } from '../authority-proof/chance';
import { ACTIONS, CLIENTS, type HistoricUse, SCHOOLS, TITLES } from '../counting-proof/history';
import { instantOf } from '../counting-proof/naive-count';
import type { SeededWorld } from '../seed-world';

export interface Sending {
  readonly url: () => string;
  readonly world: SeededWorld;
  readonly tokens: Readonly<Record<(typeof CLIENTS)[number], string>>;
  readonly today: DateTime;
  readonly chance: Chance;
  over: boolean;
  /** The reason why sending is given up. */
  failure?: unknown;
  /** The acknowledged uses, by id. */
  readonly acknowledged: Map<string, HistoricUse>;
  /**
   * The uses, by id, that were sent and then given up, as by a sender that was killed. Each may have been recorded or
   * not.
   */
  readonly abandoned: Map<string, HistoricUse>;
  readonly report: RecordingReport;
}

export interface RecordingReport {
  /** The number of kills, by what was killed. */
  readonly kills: Map<string, number>;
  batches: number;
  /** Batches that were sent again, because there was no answer or an error. */
  repeated: number;
  /** Events of repeated batches that had been recorded the first time. */
  happenedBefore: number;
}

const RECORD = `mutation Record($events: [UsageEventInput!]!) {
  recordUsage(events: $events) { recorded alreadyKnown refused } }`;
/** All but the last lie within the days whose secrets exist. */
const DAYS_AGO = [1, 2, 3, 20, 60];
const NOON = 12 * 3_600;
const HANGS_MS = 20_000;
const MAX_EVENTS = 400;

export async function sendUses(sending: Sending): Promise<void> {
  const { chance, acknowledged } = sending;
  while (!sending.over) {
    const client = chance.of(CLIENTS);
    const fresh = Array.from({ length: 1 + chance.below(MAX_EVENTS) }, () => useOf(client, chance));
    const known = [...acknowledged.values()].slice(-1_000).filter((use) => use.client === client);
    const again = known.length > 0 && chance.holds(0.3) ? chance.some(known, 50) : [];
    const batch = [...fresh, ...again];
    if (chance.holds(0.05)) {
      for (const use of fresh) sending.abandoned.set(use.id, use);
      await send(sending, batch);
      continue;
    }
    await untilAcknowledged(sending, batch);
    for (const use of fresh) acknowledged.set(use.id, use);
    await pause(chance.below(50));
  }
}

function useOf(client: HistoricUse['client'], chance: Chance): HistoricUse {
  return {
    id: randomUUID(),
    school: chance.of(SCHOOLS),
    title: chance.of(TITLES),
    client,
    action: chance.of(ACTIONS),
    audience: chance.of(['TEACHER', 'PUPIL']),
    session: chance.holds(0.2) ? null : `session ${chance.below(500)}`,
    daysAgo: chance.of(DAYS_AGO),
    second: chance.holds(0.1) ? chance.of([-60, -1, 0, 1, 86_399]) : NOON + chance.below(4_000),
  };
}

/** @throws Error where an answer does not say of each of them that it is recorded, now or before */
async function untilAcknowledged(sending: Sending, batch: readonly HistoricUse[]): Promise<void> {
  for (let sent = 0; ; sent += 1) {
    const answer = await send(sending, batch);
    if (answer) {
      const { recorded, alreadyKnown, refused } = answer;
      if (recorded + alreadyKnown !== batch.length || refused > 0) throw new Error(`Wrong: ${JSON.stringify(answer)}`);
      if (sent > 0 && recorded === 0) sending.report.happenedBefore += alreadyKnown;
      sending.report.batches += 1;
      return;
    }
    if (sending.failure) throw sending.failure;
    sending.report.repeated += 1;
    await pause(50 + sending.chance.below(250));
  }
}

interface Counts {
  readonly recorded: number;
  readonly alreadyKnown: number;
  readonly refused: number;
}

/**
 * @returns undefined where it was not acknowledged
 * @throws Error where it never could be
 */
async function send(sending: Sending, batch: readonly HistoricUse[]): Promise<Counts | undefined> {
  const { world, today, tokens } = sending;
  const events = batch.map(({ id, school, title, action, audience, session, ...when }) => ({
    id,
    school: world.organisation(school),
    title: world.title(title),
    action,
    audience,
    session,
    usedAt: new Date(instantOf(when, today)).toISOString(),
  }));
  const token = tokens[batch[0]?.client as HistoricUse['client']];
  let body: { data?: { recordUsage?: Counts | null } | null; errors?: { extensions: { code: string } }[] };
  try {
    const response = await fetch(`${sending.url()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: RECORD, variables: { events } }),
      signal: AbortSignal.timeout(HANGS_MS),
    });
    body = (await response.json()) as typeof body;
  } catch {
    return undefined;
  }
  const wrong = body.errors?.find(({ extensions }) => !RETRYABLE.has(extensions.code));
  if (wrong) throw new Error(`Not to be retried: ${JSON.stringify(wrong)}`);
  return body.data?.recordUsage ?? undefined;
}

const RETRYABLE = new Set(['SUBGRAPH_UNAVAILABLE', 'RATE_LIMITED']);
