/** The operations for the whole system, each in so many forms that it is never asked twice in a row. */
import { createHash, randomUUID } from 'node:crypto';
import { AUTHORITY, SCHOOL_NUMBERS } from '../installation';
import type { Operation } from '../load/closed-loop';
import { tokenFor } from '../load/tokens';
import type { BareQuestion } from './bare-statements';

export interface SystemCase {
  readonly name: string;
  readonly operations: readonly Operation[];
  /** What operations that are answered from memory would otherwise ask of the database. */
  readonly bare?: readonly BareQuestion[];
  /** The lowest wanted ratios of one-machine mode to stock over HTTP and to the bare SQL. */
  readonly targets: { readonly stock?: number; readonly sql?: number };
}

const CHECKED = 100;
const RECORDED = 100;
/**
 * Each batch is of other titles. It is rare that a school uses a title so often in an hour, and each further use costs
 * more.
 */
const RECORDED_BATCHES = 120;
const HOUR_MS = 3_600_000;

export async function systemCases(): Promise<SystemCase[]> {
  const lms = await tokenFor('lms', AUTHORITY);
  const reporting = await tokenFor('reporting', AUTHORITY);
  const operation = (token: string, query: string, variables: object): Operation => ({
    token,
    body: JSON.stringify({ query, variables }),
  });
  const fromMemory = (query: string, bare: readonly BareQuestion[]) => ({
    operations: bare.map((variables) => operation(lms, query, variables)),
    bare,
  });
  return [
    {
      name: 'licensed-titles page of 20',
      targets: { stock: 4, sql: 0.5 },
      ...fromMemory(
        PAGE,
        SCHOOL_NUMBERS.map((number) => ({ number })),
      ),
    },
    {
      name: 'search page of 20',
      targets: {},
      ...fromMemory(
        PAGE,
        SCHOOL_NUMBERS.map((number, at) => ({ number, search: wordOf(at) })),
      ),
    },
    {
      name: `access check of ${CHECKED} titles`,
      targets: { stock: 4, sql: 0.5 },
      ...fromMemory(
        CHECK,
        SCHOOL_NUMBERS.map((number, at) => ({ number, titleIds: titleIds(at) })),
      ),
    },
    {
      name: `record ${RECORDED} events`,
      targets: { stock: 2, sql: 0.8 },
      operations: Array.from({ length: RECORDED_BATCHES }, (_, at) => ({
        token: lms,
        body: () => recording(SCHOOL_NUMBERS[at % SCHOOL_NUMBERS.length] as string, at),
      })),
    },
    {
      name: 'year report of an authority',
      targets: { stock: 3, sql: 0.8 },
      operations: [operation(reporting, REPORT, { number: AUTHORITY.split(':')[2] })],
      bare: [{ authority: AUTHORITY, months: MONTHS }],
    },
  ];
}

const PAGE = `query ($number: String!, $search: String) {
  school(number: $number) {
    id name
    licensedTitles(first: 20, search: $search) {
      edges { node { id number name kind publisher } level rights validUntil }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

const CHECK = `query ($number: String!, $titleIds: [ID!]!) {
  school(number: $number) { access(titleIds: $titleIds) { title { id } outcome reason level validUntil } }
}`;

const RECORD = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded alreadyKnown } }';

const MONTHS = Array.from({ length: 12 }, (_, at) => `2025-${String(at + 1).padStart(2, '0')}`);

const REPORT = `query ($number: String!) {
  schoolAuthority(number: $number) { id name usage(from: "2025-01", until: "2025-12") { month streams downloads views total } }
}`;

/** Returns the beginning of a word that some twenty of twenty thousand titles have. */
function wordOf(at: number): string {
  return createHash('md5')
    .update(String(at + 17))
    .digest('hex')
    .slice(0, 6);
}

function titleIds(at: number): string[] {
  return Array.from({ length: CHECKED }, (_, n) => String(1 + ((at * 997 + n * 113) % 20_000)));
}

/** Makes events of the last hour that were never sent before. */
function recording(number: string, at: number): string {
  const usedAt = new Date(Date.now() - HOUR_MS).toISOString();
  const events = titleIds(at)
    .slice(0, RECORDED)
    .map((title) => ({ id: randomUUID(), school: `NW:${number}`, title, action: 'STREAM', usedAt }));
  return JSON.stringify({ query: RECORD, variables: { events } });
}
