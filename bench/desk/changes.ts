/**
 * Measures changes of all entitlements of a selection in one call, 5,500 schools × 20 licences, against a bare UPDATE
 * of the same rows without the triggers that raise versions, notify listeners and write the audit trail.
 */
import type { DataSource } from 'typeorm';
import { type Caller, SCOPES_OF_KIND } from '../../caller/caller';
import { connect } from '../../database/connection';
import { amendEntitlements } from '../../services/schools/amendment/amend-entitlements';
import type { AmendmentAsked } from '../../services/schools/amendment/amend-request';
import type { AmendResult } from '../../services/schools/amendment/answer';
import { undoChange } from '../../services/schools/amendment/undo-change';
import { Session } from '../../services/subgraph/database/session';
import type { TestDatabase } from '../../test/database';
import { makeLargeInstallation } from '../../test/large-installation';
import { pidOf, type Timing, timed } from '../server-time';
import { holdLicences, LICENCES } from './held-licences';

interface ChangeFigures {
  readonly changes: {
    readonly entitlements: number;
    readonly bare: Timing;
    readonly rows: readonly {
      readonly name: string;
      readonly took: Timing;
      /** The ratio to the bare UPDATE, by the server's processor time. */
      readonly ratioByProcessor: number;
    }[];
  };
}

const STAFF: Caller = { kind: 'licensing', subject: 'desk', scopes: SCOPES_OF_KIND.licensing, bound: ['STATE:NW'] };
const DAY_MS = 86_400_000;

/** The steps stand in an order in which each one has something to change. */
const steps = (now: number): readonly (readonly [string, AmendmentAsked | 'undo'])[] => [
  ['suspend', { kind: 'SUSPEND', at: null, until: null }],
  ['resume', { kind: 'RESUME', at: null }],
  ['shorten', { kind: 'END', until: now + 90 * DAY_MS }],
  ['extend', { kind: 'END', until: now + 180 * DAY_MS }],
  ['undo it', 'undo'],
  ['revoke', { kind: 'REVOKE', at: null }],
  ['undo it', 'undo'],
];

export async function benchChanges(
  database: TestDatabase,
  quick: boolean,
  say: (line: string) => void,
): Promise<ChangeFigures> {
  await makeLargeInstallation(database);
  await holdLicences(database, (quick ? 500 : 5_500) * LICENCES);
  const service = await connect(database.urlOf('schools'), { poolSize: 1, applicationName: 'bench changes' });
  try {
    await database.query('vacuum analyze');
    const { bare, entitlements } = await bareUpdate(database);
    const rows = [];
    let last: string | null = null;
    for (const [name, step] of steps(Date.now())) {
      say(`${name}: ${entitlements.toLocaleString('en')} entitlements`);
      let result: AmendResult | undefined;
      const pid = await pidOf((text) => service.query(text));
      const took = await timed(pid, async () => {
        result = await inSession(service, (session) =>
          step === 'undo' ? undo(session, last as string) : amend(session, step),
        );
      });
      const changed = result?.counts.find(([outcome]) => outcome === 'CHANGED')?.[1] ?? 0;
      if (!result?.applied || changed !== entitlements) throw new Error(`${name}: ${JSON.stringify(result?.counts)}`);
      last = result.change;
      rows.push({ name, took, ratioByProcessor: took.cpuMs / bare.cpuMs });
    }
    return { changes: { entitlements, bare, rows } };
  } finally {
    await service.destroy();
  }
}

async function bareUpdate({ query }: TestDatabase): Promise<{ bare: Timing; entitlements: number }> {
  const pid = await pidOf((text) => query(text));
  await query('begin');
  await query('alter table schools.entitlement disable trigger user');
  const bare = await timed(pid, () =>
    query('update schools.entitlement set revoked_at = now(), revoked_by = $1', ['bare']),
  );
  await query('rollback');
  const [row] = await query<{ count: number }>('select count(*)::int as count from schools.entitlement');
  return { bare, entitlements: row?.count ?? 0 };
}

async function inSession<Result>(service: DataSource, work: (session: Session) => Promise<Result>): Promise<Result> {
  const session = new Session(service, STAFF, undefined, undefined, { longestStatementMs: 600_000 });
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

function amend(session: Session, amendment: AmendmentAsked): Promise<AmendResult> {
  const how = { reason: 'bench', preview: false, skipRefused: true, overrideSuspended: false };
  const which = { ids: [], versions: [], selection: { filter: {} } };
  const request = { amendment, ...which, ...how, idempotencyKey: null, previewToken: null };
  return amendEntitlements(session, STAFF, request, { now: Date.now(), afterwards: false });
}

function undo(session: Session, change: string): Promise<AmendResult> {
  const request = { change, reason: null, preview: false, ofOthers: false, overrideSuspended: false };
  return undoChange(session, STAFF, request, { now: Date.now(), afterwards: false });
}

export function describeChanges({ changes: { entitlements, bare, rows } }: ChangeFigures): string {
  return [
    `Changing ${entitlements} entitlements in one call, against a bare UPDATE of the same rows (${bare.cpuMs.toFixed(0)} ms of the server's processor time):`,
    ...rows.map(
      ({ name, took, ratioByProcessor }) =>
        `  ${name.padEnd(8)} ${ratioByProcessor.toFixed(1)} times that, ${took.cpuMs.toFixed(0)} ms; ${took.ms.toFixed(0)} ms in all`,
    ),
  ].join('\n');
}
