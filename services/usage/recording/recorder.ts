/** Records the uses of a request: leaves out refused schools and bots, hashes sessions, and writes in one transaction. */
import type { DataSource } from 'typeorm';
import type { Caller } from '../../../caller/caller';
import { Turns } from '../../../request/turns';
import type { SubgraphContext } from '../../subgraph/context';
import type { Session, Transaction } from '../../subgraph/database/session';
import { allowedSchools } from '../authorisation/allowed';
import { findBots } from '../bots/bot-queries';
import { type Batch, GroupCommit } from './group-commit';
import { type Outcome, Outcomes } from './outcomes';
import { invalidatePreparedMonths, prepareDays } from './prepared-days';
import { recordUses } from './recording';
import { CHECK_VIOLATION, UNIQUE_VIOLATION } from './recording-queries';
import { dayReader, sessionSurrogate } from './session-surrogate';
import type { Use } from './use';

type Recording = Pick<SubgraphContext, 'session' | 'caller' | 'turns'>;

/** In uses. A larger batch takes so long by itself that a group saves nothing. */
const MAX_GROUP_SIZE = 1_000;
/**
 * The database writes one group while the other is read, answered or made durable. More groups would take connections
 * from other callers. Two groups wait for each other only where they report the same school, just before the commit.
 */
const MAX_CONCURRENT_GROUPS = 2;
/** In uses. A transaction costs as much as some 30 to 50 uses. */
const MIN_CONCURRENT_SIZE = 300;

/** An attempt fails where another client sends one of the same ids at the same time. */
const MAX_ATTEMPTS = 5;

interface SmallBatch extends Batch {
  readonly recording: Recording;
  readonly uses: readonly Use[];
  readonly isReported: boolean;
}

const groups = new WeakMap<DataSource, GroupCommit<SmallBatch, Outcomes>>();

/**
 * Records uses. A large batch has a transaction of its own; small batches of a caller that arrive at the same time share
 * one.
 *
 * @param isReported whether the client itself reports them
 * @returns the outcome of each, after the commit
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
  for (const use of sent) all.set(use, isRefused(use) ? 'FORBIDDEN' : outcomes.get(use));
  return all;
}

/** @param uses their schools are not refused by the gateway */
function recordAllowed(recording: Recording, uses: readonly Use[], isReported: boolean): Promise<Outcomes> {
  const { session, caller, turns } = recording;
  if (uses.length > MAX_GROUP_SIZE / 2) return write(recording, uses, isReported);
  const group = groups.get(session.source) ?? new GroupCommit(GROUP_COMMIT_OPTIONS);
  groups.set(session.source, group);
  /** Batches share a transaction only where the whole Caller is the same, so every check is made for that caller. */
  const sender = JSON.stringify([caller, session.rlsIdentity, isReported]);
  const ids = new Set(uses.map(({ id }) => id));
  const isWanted = () => !turns.isStopped;
  return group.commit({ sender, size: uses.length, ids, isWanted, recording, uses, isReported });
}

const GROUP_COMMIT_OPTIONS = {
  maxGroupSize: MAX_GROUP_SIZE,
  maxConcurrentGroups: MAX_CONCURRENT_GROUPS,
  minConcurrentSize: MIN_CONCURRENT_SIZE,
  isBatchError: isDataError,
  /** The work belongs to no single request, so it goes on where one of the callers goes away. */
  write(group: readonly SmallBatch[]): Promise<Outcomes> {
    const { recording, isReported } = group.at(-1) as SmallBatch;
    const session = recording.session.apart();
    const together = { session, caller: recording.caller, turns: new Turns() };
    const uses = group.flatMap((batch) => batch.uses);
    return write(together, uses, isReported).finally(() => session.end());
  },
};

/** Whether PostgreSQL refused values of the statement or the right to write them. Errors of the connection are others. */
function isDataError(error: unknown): boolean {
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
  return retryConflicts(session, async () => {
    const secrets = await prepareDays(session, new Set(days), withSessions);
    const sessions = await turns.map(uses, (use, index) =>
      sessionSurrogate(use, sender.client, secrets.get(days[index] as string)),
    );
    let bots: ReadonlyMap<Use, Outcome> = new Map();
    const outcomes = await recordUses(session, sender, async (reader) => {
      bots = await findBotUses(reader, caller, uses);
      if (bots.size === 0) return { uses, sessions };
      const isLeft = (use: Use) => !bots.has(use);
      return { uses: uses.filter(isLeft), sessions: sessions.filter((_, index) => isLeft(uses[index] as Use)) };
    });
    for (const [use, outcome] of bots) outcomes.set(use, outcome);
    return outcomes;
  });
}

/**
 * Tries again where another client at the same school has sent the same ids at the same time, because these are known
 * then. Tries again where a partition is missing, which is made then.
 */
async function retryConflicts<Result>(session: Session, work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === CHECK_VIOLATION) invalidatePreparedMonths(session);
      if (attempt === MAX_ATTEMPTS || (code !== UNIQUE_VIOLATION && code !== CHECK_VIOLATION)) throw error;
    }
  }
}

/** Returns the uses of bots. Where the caller may not record for the school, the outcome is FORBIDDEN all the same. */
async function findBotUses(reader: Transaction, caller: Caller, uses: readonly Use[]): Promise<Map<Use, Outcome>> {
  const agents = new Set(uses.flatMap(({ userAgent }) => userAgent ?? []));
  if (agents.size === 0) return new Map();
  const known = await findBots(reader, [...agents]);
  const bots = uses.filter(({ userAgent }) => userAgent !== null && known.has(userAgent));
  if (bots.length === 0) return new Map();
  const allowed = await allowedSchools(reader, caller, 'school.record', [...new Set(bots.map(({ school }) => school))]);
  return new Map(bots.map((use) => [use, allowed.has(use.school) ? 'LEFT_OUT' : 'FORBIDDEN']));
}
