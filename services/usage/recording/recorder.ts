/** From the uses that a request sends to what became of each: who may record them, bots, days, sessions, and one transaction. */
import type { DataSource } from 'typeorm';
import type { Caller } from '../../../caller/caller';
import { Turns } from '../../../request/turns';
import type { SubgraphContext } from '../../subgraph/context';
import type { Session, Transaction } from '../../subgraph/database/session';
import { allowedSchools } from '../authorisation/allowed';
import { findBots } from '../bots/bot-queries';
import { type Batch, GroupCommit } from './group-commit';
import { forgetPreparedDays, prepareDays } from './prepared-days';
import { recordUses, type Unrecorded } from './recording';
import { CHECK_VIOLATION, UNIQUE_VIOLATION } from './recording-queries';
import { dayReader, sessionSurrogate } from './session-surrogate';
import type { Use } from './use';

/** The uses that are not written down, and why; all others are. */
export type Outcomes = ReadonlyMap<Use, Unrecorded>;

type Recording = Pick<SubgraphContext, 'session' | 'caller' | 'turns'>;

/** What is sent as soon as something happens is far smaller; what is larger takes so long by itself that nothing is saved. */
const MOST_TOGETHER = 1_000;

/** Each time others would have to send some of the same ids at the same time. */
const MOST_ATTEMPTS = 5;

interface SmallBatch extends Batch {
  readonly recording: Recording;
  readonly uses: readonly Use[];
  readonly isReported: boolean;
}

const groups = new WeakMap<DataSource, GroupCommit<SmallBatch, Outcomes>>();

/**
 * Records uses, large batches by themselves and small ones of a caller that come at the same time together.
 *
 * @param isReported by the client itself
 * @returns after the commit
 */
export async function record(
  { session, caller, turns, refused }: SubgraphContext,
  sent: readonly Use[],
  isReported: boolean,
): Promise<Outcomes> {
  const recording = { session, caller, turns };
  const recordAll = (uses: readonly Use[]) => (uses.length > 0 ? recordAllowed(recording, uses, isReported) : NOTHING);
  if (!refused) return recordAll(sent);
  const outcomes = new Map(await recordAll(sent.filter(({ school }) => !refused.has(school))));
  for (const use of sent) if (refused.has(use.school)) outcomes.set(use, 'FORBIDDEN');
  return outcomes;
}

const NOTHING: Outcomes = new Map();

/** @param uses of schools that the gateway does not refuse */
function recordAllowed(recording: Recording, uses: readonly Use[], isReported: boolean): Promise<Outcomes> {
  const { session, caller, turns } = recording;
  if (uses.length > MOST_TOGETHER / 2) return write(recording, uses, isReported);
  const group = groups.get(session.source) ?? new GroupCommit(TOGETHER);
  groups.set(session.source, group);
  /** The same Caller as a whole, so that the walls ask for him and for nobody else. */
  const sender = JSON.stringify([caller, session.rlsIdentity, isReported]);
  const names = new Set(uses.map(({ id }) => id));
  const isWanted = () => !turns.isStopped;
  return group.commit({ sender, size: uses.length, names, isWanted, recording, uses, isReported });
}

const TOGETHER = {
  mostTogether: MOST_TOGETHER,
  mayBeOfOne: isAboutData,
  /** Nobody who goes away takes others' uses along: the work is no single request's. */
  write(group: readonly SmallBatch[]): Promise<Outcomes> {
    const { recording, isReported } = group.at(-1) as SmallBatch;
    const session = recording.session.apart();
    const together = { session, caller: recording.caller, turns: new Turns() };
    const uses = group.flatMap((batch) => batch.uses);
    return write(together, uses, isReported).finally(() => session.end());
  },
};

/** PostgreSQL refuses what a statement holds, or that somebody writes it: not that it could not be asked. */
function isAboutData(error: unknown): boolean {
  return /^(22|23|42)/.test((error as { code?: string }).code ?? '');
}

async function write(
  { session, caller, turns }: Recording,
  uses: readonly Use[],
  isReported: boolean,
): Promise<Outcomes> {
  const sender = { client: caller.client ?? '', isReported };
  const days = await turns.map(uses, dayReader());
  const withSessions = new Set(days.filter((_, index) => uses[index]?.session !== null));
  return unlessOvertaken(session, async () => {
    const secrets = await prepareDays(session, new Set(days), withSessions);
    const surrogates = await turns.map(uses, (use, index) =>
      sessionSurrogate(use, sender.client, secrets.get(days[index] as string)),
    );
    const unrecorded = new Map<Use, Unrecorded>();
    const unwritten = await recordUses(session, sender, async (reader) => {
      const isOwn = await schoolsToRecordFor(reader, caller, uses);
      const isBot = await botsAmong(reader, uses);
      for (const use of uses) {
        if (!isOwn(use)) unrecorded.set(use, 'FORBIDDEN');
        else if (isBot(use)) unrecorded.set(use, 'LEFT_OUT');
      }
      if (unrecorded.size === 0) return { uses, sessions: surrogates };
      const isLeft = (use: Use) => !unrecorded.has(use);
      return { uses: uses.filter(isLeft), sessions: surrogates.filter((_, index) => isLeft(uses[index] as Use)) };
    });
    return new Map([...unrecorded, ...unwritten]);
  });
}

async function schoolsToRecordFor(
  reader: Transaction,
  caller: Caller,
  uses: readonly Use[],
): Promise<(use: Use) => boolean> {
  const schools = [...new Set(uses.map(({ school }) => school))];
  const allowed = await allowedSchools(reader, caller, 'school.record', schools);
  return ({ school }) => allowed.has(school);
}

/**
 * Another client at the same school may have sent the same ids at the same time. Then they are known the next time. And a
 * partition is made anew where none is any more.
 */
async function unlessOvertaken<Result>(session: Session, work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === CHECK_VIOLATION) forgetPreparedDays(session);
      if (attempt === MOST_ATTEMPTS || (code !== UNIQUE_VIOLATION && code !== CHECK_VIOLATION)) throw error;
    }
  }
}

async function botsAmong(reader: Transaction, uses: readonly Use[]): Promise<(use: Use) => boolean> {
  const agents = new Set(uses.flatMap(({ userAgent }) => userAgent ?? []));
  if (agents.size === 0) return () => false;
  const bots = await findBots(reader, [...agents]);
  return ({ userAgent }) => userAgent !== null && bots.has(userAgent);
}
