/** Clients that send requests all the time, and know which answers are right. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../authority-proof/chance';
import { GATEWAYS, type Gateway, type Installation, type Part } from '../installation';
import { type Asked, type Body, type Got, judge } from './judge';
import type { Changing, Outages } from './ledger';
import type { Report } from './report';

/** A school and its only licence, which is assigned and revoked again and again. */
export interface Place {
  readonly school: string;
  readonly number: string;
  readonly licence: string;
  /** What the licence covers. */
  readonly title: string;
  readonly entitled: Changing<boolean>;
  /**
   * The acknowledged uses; how many were sent and may be recorded; and the highest count in an answer, below which no
   * later answer may fall.
   */
  readonly uses: { acknowledged: Set<string>; sent: number; counted: number };
  assigned: number;
}

export interface Load {
  readonly installation: Installation;
  readonly places: readonly Place[];
  /** A title that every school may always use, and one that no school may ever use. */
  readonly always: string;
  readonly never: string;
  readonly tokens: { readonly lms: string; readonly licensing: string };
  readonly outages: Outages<Part>;
  readonly chance: Chance;
  readonly report: Report;
  over: boolean;
}

/** Far beyond the time that a gateway works on a request. */
const HANGS_MS = 40_000;

const TITLES = `query Titles($number: String!) {
  school(number: $number) { licensedTitles(first: 50) { totalCount edges { node { id } } } } }`;
const ACCESS = `query Access($number: String!, $ids: [ID!]!) {
  school(number: $number) { access(titleIds: $ids) { title { id } outcome reason } } }`;
const OVERVIEW = `query Overview($number: String!, $month: String!, $title: ID!) {
  used: school(number: $number) { usage(from: $month, until: $month) { total } }
  titled: school(number: $number) { licensedTitles(first: 50) { totalCount edges { node { id } } } }
  known: title(id: $title) { id } }`;
const ASSIGN = `mutation Assign($input: AssignEntitlementsInput!) {
  assignEntitlements(input: $input) { assigned unchanged assignments { outcome entitlement { id } } } }`;
const REVOKE = `mutation Revoke($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { changed unchanged } }`;
const RECORD = `mutation Record($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded alreadyKnown } }`;

type Data = Readonly<Record<string, any>>;

/** Sends reads of all kinds to this gateway. */
export async function read(load: Load, gateway: Gateway): Promise<void> {
  const reads = [readTitles, readAccess, readOverview];
  for (; !load.over; await pause(10 + load.chance.below(40))) {
    await load.chance.of(reads)(load, gateway, load.chance.of(load.places));
  }
}

async function readTitles(load: Load, gateway: Gateway, place: Place): Promise<void> {
  await ask(load, 'titles', gateway, 'lms', TITLES, { number: place.number }, (data, asked) =>
    wrongTitles(load, place, data.school, asked),
  );
}

async function readAccess(load: Load, gateway: Gateway, place: Place): Promise<void> {
  const ids = [load.always, place.title, load.never];
  await ask(load, 'access', gateway, 'lms', ACCESS, { number: place.number, ids }, (data, asked) => {
    const outcomes = data.school.access.map(({ outcome }: Data) => outcome).join(' ');
    const possible = [...place.entitled.possible(asked.time)].map(
      (entitled) => `ALLOWED ${entitled ? 'ALLOWED' : 'DENIED'} DENIED`,
    );
    return possible.includes(outcomes) ? null : `${JSON.stringify(data.school.access)}, not ${possible.join(' or ')}`;
  });
}

/** Sends a query to all three services, which may be answered in part. */
async function readOverview(load: Load, gateway: Gateway, place: Place): Promise<void> {
  const month = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin', year: 'numeric', month: '2-digit' });
  const variables = { number: place.number, month: month.format(USED_AT), title: load.always };
  const atLeast = place.uses.counted;
  await ask(load, 'overview', gateway, 'licensing', OVERVIEW, variables, ({ used, titled, known }, asked) => {
    const total = used?.usage[0].total;
    if (used && (total < atLeast || total > place.uses.sent))
      return `${total} uses, not ${atLeast} to ${place.uses.sent}`;
    if (used) place.uses.counted = Math.max(place.uses.counted, total);
    if (known && known.id !== load.always) return `the title ${known.id}`;
    return titled ? wrongTitles(load, place, titled, asked) : null;
  });
}

function wrongTitles({ always }: Load, { title, entitled }: Place, school: Data, { time }: Asked): string | null {
  const { totalCount, edges } = school.licensedTitles;
  const found = edges
    .map(({ node }: Data) => node.id)
    .sort()
    .join(' ');
  const possible = [...entitled.possible(time)].map((is) => (is ? [always, title] : [always]).sort().join(' '));
  const right = possible.includes(found) && totalCount === edges.length;
  return right ? null : `titles ${found} (${totalCount}), not ${possible.join(' or ')}`;
}

/** Assigns the licence to the school and revokes it, and checks at once whether that is visible. */
export async function assignAndRevoke(load: Load, place: Place): Promise<void> {
  const look = () => readAccess(load, load.chance.of(GATEWAYS), place);
  while (!load.over) {
    const holders = [{ level: 'SCHOOL', id: place.school }];
    const input = { licenceIds: [place.licence], holders, idempotencyKey: randomUUID() };
    let entitlement = '';
    place.entitled.mayBecome(true);
    await untilAcknowledged(load, 'assign', 'licensing', ASSIGN, { input }, ({ assignEntitlements: answer }) => {
      entitlement = answer.assignments[0]?.entitlement.id;
      const right = answer.assigned === 1 && answer.unchanged === 0 && answer.assignments[0].outcome === 'ASSIGNED';
      return right ? null : JSON.stringify(answer);
    });
    place.entitled.became(true);
    place.assigned += 1;
    await look();
    await pause(load.chance.below(100));
    place.entitled.mayBecome(false);
    const revoke = { input: { entitlementIds: [entitlement] } };
    await untilAcknowledged(load, 'revoke', 'licensing', REVOKE, revoke, ({ revokeEntitlements: answer }, repeated) => {
      if (answer.unchanged > 0) load.report.happenedBefore += 1;
      const right = answer.changed + answer.unchanged === 1 && (repeated || answer.changed === 1);
      return right ? null : JSON.stringify(answer);
    });
    place.entitled.became(false);
    await look();
    await pause(load.chance.below(100));
  }
}

/** All uses have one instant of this run, so that they are in one month. */
const USED_AT = new Date(Date.now() - 60_000);

export async function recordUses(load: Load): Promise<void> {
  for (; !load.over; await pause(20 + load.chance.below(80))) {
    const place = load.chance.of(load.places);
    const ids = Array.from({ length: 1 + load.chance.below(3) }, () => randomUUID());
    const use = { school: place.school, title: load.always, action: 'STREAM', usedAt: USED_AT.toISOString() };
    place.uses.sent += ids.length;
    const events = ids.map((id) => ({ ...use, id }));
    await untilAcknowledged(load, 'record', 'lms', RECORD, { events }, ({ recordUsage: answer }, repeated) => {
      if (answer.alreadyKnown > 0) load.report.happenedBefore += 1;
      const right = answer.recorded + answer.alreadyKnown === ids.length && (repeated || answer.alreadyKnown === 0);
      return right ? null : JSON.stringify(answer);
    });
    for (const id of ids) place.uses.acknowledged.add(id);
  }
}

/** Sends a mutation unchanged until it is answered. */
async function untilAcknowledged(
  load: Load,
  what: string,
  who: keyof Load['tokens'],
  query: string,
  variables: object,
  wrong: (data: Data, repeated: boolean) => string | null,
): Promise<void> {
  for (let sent = 0; ; sent += 1) {
    if (sent > 0) load.report.repeated += 1;
    const gateway = load.chance.of(GATEWAYS);
    if (await ask(load, what, gateway, who, query, variables, (data) => wrong(data, sent > 0))) return;
    if (load.report.wrong.length > 0) throw new Error('nothing more is to be learnt');
    await pause(50 + load.chance.below(200));
  }
}

/** @returns whether the answer was complete and right */
async function ask(
  load: Load,
  what: string,
  gateway: Gateway,
  who: keyof Load['tokens'],
  query: string,
  variables: object,
  wrong: (data: Data, asked: Asked) => string | null,
): Promise<boolean> {
  const from = performance.now();
  load.report.pending.set(from, what);
  const got = await send(`${load.installation.urls[gateway]}/graphql`, load.tokens[who], query, variables);
  load.report.pending.delete(from);
  const asked: Asked = { what, gateway, time: { from, until: performance.now() }, got };
  const verdict = judge(asked, load.outages);
  const why = 'data' in verdict ? wrong(verdict.data, asked) : null;
  load.report.note(asked, why === null ? verdict : { kind: 'wrong', why });
  return verdict.kind === 'whole' && why === null;
}

async function send(url: string, token: string, query: string, variables: object): Promise<Got> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(HANGS_MS),
    });
    const body = (await response.json()) as Body;
    return { kind: 'answer', status: response.status, retryAfter: response.headers.get('retry-after'), body };
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: { code?: string } };
    if (name === 'TimeoutError') return { kind: 'hang' };
    return { kind: 'no answer', why: cause?.code ?? message };
  }
}
