/** From the uses that a request sends to what became of each: who may record them, bots, days, sessions, and one transaction. */
import type { DataSource } from 'typeorm';
import type { Caller } from '../../../caller/caller';
import { Turns } from '../../../request/turns';
import type { SubgraphContext } from '../../subgraph/context';
import type { Session, Transaction } from '../../subgraph/database/session';
import { allowedSchools } from '../authorisation/allowed';
import { findBots } from '../bots/bot-queries';
import { type Batch, GroupCommit } from './group-commit';
import { type Outcome, Outcomes } from './outcomes';
import { forgetPreparedDays, prepareDays } from './prepared-days';
import { recordUses } from './recording';
import { CHECK_VIOLATION, UNIQUE_VIOLATION } from './recording-queries';
import { dayReader, sessionSurrogate } from './session-surrogate';
import type { Use } from './use';

type Recording = Pick<SubgraphContext, 'session' | 'caller' | 'turns'>;

/** What is sent as soon as something happens is far smaller; what is larger takes so long by itself that nothing is saved. */
const MOST_TOGETHER = 1_000;
/**
 * One is at work in the database while another one is read, answered or made durable. More of a caller would take connections from
 * others; and two wait for each other only where they report the same school, at their ends.
 */
const MOST_AT_ONCE = 2;
/** A transaction costs as much as some 30 uses. */
const ENOUGH = 300;

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
 * @returns what became of each, after the commit
 */
export async function record(
  { session, caller, turns, refused }: SubgraphContext,
  sent: readonly Use[],
  isReported: boolean,
): Promise<Outcomes> {
  const recording = { session, caller, turns };
  const isRefused = ({ school }: Use) => refused?.has(school) === true;
  const uses = refused ? sent.filter((use) => !isRefused(use)) : sent;
  const outcomes = uses.length > 0 ? await recordAllowed(recording, uses, isReported) : new Outcomes();
  if (uses === sent) return outcomes;
  const all = new Outcomes();
  for (const use of sent) all.tell(use, isRefused(use) ? 'FORBIDDEN' : outcomes.of(use));
  return all;
}

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
  mostAtOnce: MOST_AT_ONCE,
  enough: ENOUGH,
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
  const sender = { caller, client: caller.client ?? '', isReported };
  const days = await turns.map(uses, dayReader());
  const withSessions = new Set(days.filter((_, index) => uses[index]?.session !== null));
  return unlessOvertaken(session, async () => {
    const secrets = await prepareDays(session, new Set(days), withSessions);
    const sessions = await turns.map(uses, (use, index) =>
      sessionSurrogate(use, sender.client, secrets.get(days[index] as string)),
    );
    let bots: ReadonlyMap<Use, Outcome> = new Map();
    const outcomes = await recordUses(session, sender, async (reader) => {
      bots = await botsAmong(reader, caller, uses);
      if (bots.size === 0) return { uses, sessions };
      const isLeft = (use: Use) => !bots.has(use);
      return { uses: uses.filter(isLeft), sessions: sessions.filter((_, index) => isLeft(uses[index] as Use)) };
    });
    for (const [use, outcome] of bots) outcomes.tell(use, outcome);
    return outcomes;
  });
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

/** The uses of bots. Of a school for which the caller may not record, he does not hear that they are. */
async function botsAmong(reader: Transaction, caller: Caller, uses: readonly Use[]): Promise<Map<Use, Outcome>> {
  const agents = new Set(uses.flatMap(({ userAgent }) => userAgent ?? []));
  if (agents.size === 0) return new Map();
  const known = await findBots(reader, [...agents]);
  const bots = uses.filter(({ userAgent }) => userAgent !== null && known.has(userAgent));
  if (bots.length === 0) return new Map();
  const allowed = await allowedSchools(reader, caller, 'school.record', [...new Set(bots.map(({ school }) => school))]);
  return new Map(bots.map((use) => [use, allowed.has(use.school) ? 'LEFT_OUT' : 'FORBIDDEN']));
}
