/**
 * The random authority proof: random callers send random operations. No answer holds a value of an authority out of the
 * caller's reach, and nothing changes that the caller has no right to change.
 *
 * It goes in rounds: the ground truth is read as the database's owner, callers read at the same time, callers write at
 * the same time, the ground truth is read again. So every answer is compared with the data from which it was made.
 */
import { isDeepStrictEqual } from 'node:util';
import pino from 'pino';
import { Pool } from 'undici';
import { USUAL_SETTINGS } from '../../services/subgraph/context';
import { differences, entriesOf, fold, tableRows } from '../audit-fold';
import type { TestDatabase } from '../database';
import { type System, startSystem, tokenOf, tokenWith, type Walls } from '../system';
import { aimAt, type Lack } from './aim';
import { type Answered, type Asked, complaintsOf, UNAVAILABLE } from './answers';
import { makeAsker } from './callers';
import { type Chance, chanceOf } from './chance';
import { amendedLicences, unsettled } from './entitlement-writes';
import { ownersBefore } from './group-writes';
import type { Round } from './makers';
import { hasNeeded, NEEDS } from './needs';
import { type Oracle, readOracle } from './oracle';
import { makeWorld } from './random-world';
import { createReport, type Report } from './report';
import { ALL_SCOPES, type Asker, type Rights, rightsOf } from './rights';
import { isOwn } from './rows-at';
import { makeShape, type Shape } from './shapes';
import { smallest } from './smallest';
import { valuesFor } from './values';
import { wrongChanges } from './writes';

/** The address of no mail server, because nothing here sends mail. */
const SENDS_MAIL = { ...USUAL_SETTINGS, mail: { url: 'smtp://127.0.0.1:1', from: 'lizenzen@mail.example' } };

interface ProofOptions {
  readonly count: number;
  readonly seed: number;
  progress?(report: Report): void;
  /**
   * Returns what random operations have not reached yet. Some operations aim at that. While there is any, the proof
   * goes on up to ten times the count, and most operations then aim at it.
   */
  lacks?(report: Report): readonly Lack[];
  /** Walls that are turned off, to show that the proof would notice. */
  readonly walls?: Walls;
}

interface Caller {
  readonly asker: Asker;
  readonly token: string;
}

interface Planned extends Asked {
  readonly token: string;
  /** The variables of the twin operation; null where nothing foreign is asked for. */
  readonly twin: Readonly<Record<string, unknown>> | null;
}

/** A caller, what it asks for, and whether it asks only for its own. */
interface Choice {
  readonly caller: Caller;
  readonly own: boolean;
  readonly shape: Shape;
}

const CALLERS_IN_WORLD = 40;
/** After so many rounds there is a new world, which may have what this one lacks. */
const ROUNDS_IN_WORLD = 6;
const READS_IN_ROUND = 160;
const WRITES_IN_ROUND = 80;
const AT_ONCE = 8;
const MAX_TIMES_COUNT = 10;
/** Shapes are sent again with other values, by other callers. There are fewer of them than the gateway keeps plans. */
const SHAPES_OF_POOL = 60;
/** The shares of operations that aim at what was not reached: during the normal count, and afterwards. */
const AIMED = 0.4;
const AIMED_AFTERWARDS = 0.8;
const TRIES_TO_AIM = 20;
/** The share of reads or writes that are still sent in a round where none of them can reach what was left out. */
const SHARE_OF_OTHERS = 0.2;
/** The services use cached data for at most this long after a change of which they were not notified. */
const STALE_MS = 1_000;

/** How many of the last errors in the log a failure reports. */
const ERRORS_TOLD = 3;

/** @throws Error with the seed, the smallest counter-example that was found, and the last errors of the log */
export async function proveAuthority(database: TestDatabase, options: ProofOptions): Promise<Report> {
  const report = createReport();
  const chance = chanceOf(options.seed);
  await makeWorld(database, chance.fork());
  const errors: string[] = [];
  const log = pino({ level: 'error' }, { write: (line) => void errors.splice(0, errors.push(line) - ERRORS_TOLD) });
  const system = await startSystem(database, { kept: true, settings: SENDS_MAIL, log, ...options.walls });
  const gateway = new Pool(system.url, { connections: AT_ONCE });
  const operator = await tokenOf('operator');
  const shapes = new Map<string, Shape[]>();
  try {
    while (operationsLeft(report, options) > 0) {
      if (report.worlds > 0) {
        await makeWorld(database, chance.fork());
        await new Promise((done) => setTimeout(done, STALE_MS));
      }
      report.worlds += 1;
      await proveWorld({ database, system, gateway, operator, report, shapes, errors, options }, chance.fork());
    }
  } finally {
    await gateway.close();
    await system.stop();
  }
  return report;
}

function operationsLeft(report: Report, { count, lacks = () => [] }: ProofOptions): number {
  if (report.operations < count) return count - report.operations;
  return lacks(report).length === 0 ? 0 : count * MAX_TIMES_COUNT - report.operations;
}

interface Proof {
  readonly database: TestDatabase;
  readonly system: System;
  readonly gateway: Pool;
  /** The token of a caller who sees everything. */
  readonly operator: string;
  readonly report: Report;
  readonly shapes: Map<string, Shape[]>;
  /** The last error lines of the log. */
  readonly errors: readonly string[];
  readonly options: ProofOptions;
}

async function proveWorld(proof: Proof, chance: Chance): Promise<void> {
  const { database, report, options } = proof;
  let oracle = await readOracle(database);
  const callers = await makeCallers(chance.fork(), oracle);
  for (let round = 0; round < ROUNDS_IN_WORLD; round += 1) {
    const left = operationsLeft(report, options);
    if (left <= 0) return;
    const share = Math.min(1, left / (READS_IN_ROUND + WRITES_IN_ROUND));
    const before = oracle;
    const plan = planner(proof, callers, before, chance.fork());
    const reads = plan('Query', READS_IN_ROUND * share);
    await inParallel(reads, async (asked) => {
      const answer = await send(proof, asked, asked.variables);
      await judge(proof, asked, answer, before);
      if (asked.twin) await sameForTwin(proof, asked, answer);
      if (answer.mayBeKept) await sameForOperator(proof, asked, answer);
    });
    const writes = plan('Mutation', WRITES_IN_ROUND * share);
    const answers = new Map<Planned, Answered>();
    await inParallel(writes, async (asked) => {
      const answer = await send(proof, asked, asked.variables);
      answers.set(asked, answer);
      if (asked.twin && asked.shape.roots.length === 1) await sameForTwin(proof, asked, answer);
    });
    oracle = await readOracle(database);
    const wrong = [
      ...wrongChanges(before, oracle, withTwins(writes), report.changes),
      ...differences(await tableRows(database), await fold(database, await entriesOf(database))),
    ];
    if (wrong.length > 0) throw failure(proof, wrong.join('\n'));
    for (const [asked, answer] of answers) {
      const then = {
        ...oracle,
        unsettled: unsettled(before, oracle),
        amendedLicences: amendedLicences(before, oracle),
        ownersBefore: ownersBefore(before, oracle),
      };
      await judge(proof, { ...asked, rights: rightsOf(asked.rights.asker, oracle) }, answer, then);
    }
    options.progress?.(report);
  }
}

/** Plans the operations of a round. Where something was not reached yet, most of them lead to it. */
function planner({ report, shapes, options }: Proof, callers: readonly Caller[], oracle: Oracle, chance: Chance) {
  const rights = new Map(callers.map((caller) => [caller, rightsOf(caller.asker, oracle)]));
  const lacking = report.operations === 0 ? [] : (options.lacks?.(report) ?? []);
  const isEnough = report.operations >= options.count;
  const read = lacking.filter(({ target }) => aimAt(target, 'Query', () => false));
  const onlyWritten = lacking.filter((lack) => !read.includes(lack) && aimAt(lack.target, 'Mutation', () => false));
  const targets = { Query: read, Mutation: [...onlyWritten, ...read] };
  const writtenWithout = (leaveOut: (coordinate: string) => boolean) =>
    onlyWritten.some(({ target }) => aimAt(target, 'Mutation', leaveOut));
  const [byGroups, byOthers] = [writtenWithout((one) => isChange(one) && !isOfGroups(one)), writtenWithout(isOfGroups)];
  const round: Round = {
    cursors: harvestOf(report),
    revocationsGiveReason: chance.holds(0.5),
    changesGroups: chance.holds(byGroups === byOthers ? 0.5 : byGroups ? 0.9 : 0.1),
  };
  const isOfRound = (coordinate: string) => !isChange(coordinate) || isOfGroups(coordinate) === round.changesGroups;
  /** Few of the callers have a kept call or job, and only they can read its result. */
  const keeping = callers.filter((caller) =>
    [...oracle.assignments, ...oracle.amendments, ...oracle.jobs, ...oracle.packageChanges].some((one) =>
      isOwn(one, rights.get(caller) as Rights),
    ),
  );
  return (root: Root, count: number): Planned[] => {
    const leadNowhere =
      isEnough && read.length + onlyWritten.length > 0 && (root === 'Query' ? read : onlyWritten).length === 0;
    return Array.from({ length: Math.ceil(count * (leadNowhere ? SHARE_OF_OTHERS : 1)) }, () => planned(root));
  };

  function planned(root: Root): Planned {
    const { caller, own, shape } = (chance.holds(isEnough ? AIMED_AFTERWARDS : AIMED) && aimed(root)) || byChance(root);
    const given = rights.get(caller) as Rights;
    const { variables, twin } = valuesFor(shape, given, oracle, round, chance, own);
    return { shape, variables, twin: chance.holds(0.4) ? twin : null, rights: given, token: caller.token };
  }

  function anyCaller(): Caller {
    return chance.of(keeping.length > 0 && chance.holds(0.2) ? keeping : callers);
  }

  /** Chooses a caller whose scopes give access to what was not reached, or refuse it; null where none was found. */
  function aimed(root: Root): Choice | null {
    for (let tries = targets[root].length > 0 ? TRIES_TO_AIM : 0; tries > 0; tries -= 1) {
      const { target, refusal, under } = chance.of(targets[root]);
      const caller = anyCaller();
      const isRefused = lackingFor(rights.get(caller) as Rights);
      const own = !refusal && chance.holds(0.8);
      const unwanted = leaving(own ? isRefused : () => false);
      const leaveOut = (coordinate: string) =>
        unwanted(coordinate) || (under !== undefined && coordinate.startsWith(`${root}.`) && coordinate !== under);
      const aim = refusal && !isRefused(target) ? null : aimAt(target, root, leaveOut);
      if (aim) return { caller, own, shape: makeShape(chance, root === 'Mutation', leaveOut, aim) };
    }
    return null;
  }

  function byChance(root: Root): Choice {
    const mutation = root === 'Mutation';
    const caller = anyCaller();
    const given = rights.get(caller) as Rights;
    const own =
      chance.holds(mutation ? 0.6 : 0.5) && !(mutation && MUTATIONS.filter(isOfRound).every(lackingFor(given)));
    return { caller, own, shape: shapeFor(given, own, mutation) };
  }

  /** Returns what is left out of an operation: fields that are refused, and changes that belong to other rounds. */
  function leaving(isRefused: (coordinate: string) => boolean): (coordinate: string) => boolean {
    return (coordinate) => isRefused(coordinate) || !isOfRound(coordinate);
  }

  /**
   * Mostly returns a shape that others have sent before, so that the gateway's plans and caches serve several callers.
   */
  function shapeFor(given: Rights, own: boolean, mutation: boolean): Shape {
    const pool = [
      mutation,
      mutation && round.changesGroups,
      ...(own ? ALL_SCOPES.map((scope) => given.has(scope)) : []),
    ].join();
    const known = shapes.get(pool) ?? [];
    shapes.set(pool, known);
    if (known.length >= SHAPES_OF_POOL && chance.holds(0.85)) return chance.of(known);
    const shape = makeShape(chance, mutation, leaving(own ? lackingFor(given) : () => false));
    known.push(shape);
    if (known.length > SHAPES_OF_POOL) known.shift();
    return shape;
  }
}

type Root = 'Query' | 'Mutation';

const isChange = (coordinate: string) => coordinate.startsWith('Mutation.');
const isOfGroups = (coordinate: string) => isChange(coordinate) && /SchoolGroup|ToGroup|FromGroup/.test(coordinate);

const MUTATIONS = Object.keys(NEEDS).filter((coordinate) => coordinate.startsWith('Mutation.'));

/** Returns whether a field gives nothing to this caller for lack of a scope. */
function lackingFor({ has }: Rights): (coordinate: string) => boolean {
  return (coordinate) => !hasNeeded(coordinate, has);
}

async function makeCallers(chance: Chance, oracle: Oracle): Promise<Caller[]> {
  const askers = Array.from({ length: CALLERS_IN_WORLD }, (_, at) => makeAsker(chance, oracle, String(at)));
  return Promise.all(askers.map(async (asker) => ({ asker, token: await tokenWith(asker) })));
}

/** Cursors by the lists that take them. */
function harvestOf({ cursors }: Report): ReadonlyMap<string, readonly string[]> {
  const of = (list: string) => cursors.get(list) ?? [];
  return new Map([
    ['Query.licences', of('Licence')],
    ['Query.titles', [...of('Title'), ...of('LicensedTitle')]],
    ['School.licensedTitles', [...of('LicensedTitle'), ...of('Title')]],
    ['School.changes', of('LicensedTitleChange')],
    ['School.changes.since', of('School.changes.since')],
    ['SchoolAuthority.schools', of('School')],
    ['Query.schools', of('School')],
    ['Query.schoolAuthorities', of('SchoolAuthority')],
    ['Query.entitlements', of('Entitlement')],
    ['Query.auditTrail', of('AuditEntry')],
    ['Query.licenceAuditTrail', of('AuditEntry')],
    ['Entitlement.history', of('AuditEntry')],
    ['Licence.history', of('AuditEntry')],
    ['Query.subjects', of('Facet')],
    ['Query.publishers', of('Facet')],
    ['UsageReport.rows', of('UsageRow')],
    ['Query.packages', of('Package')],
    ['Package.history', of('AuditEntry')],
  ]);
}

async function send({ gateway, report }: Proof, asked: Planned, variables: object): Promise<Answered> {
  const answer = await ask(gateway, asked.token, asked.shape, variables);
  const withData = Object.values(answer.data ?? {}).some((value) => value !== null);
  const codes = [...new Set((answer.errors ?? []).map(({ extensions }) => extensions.code))];
  report.answer(asked.rights.asker.kind, withData, codes);
  return answer;
}

async function ask(gateway: Pool, token: string, { document: query }: Shape, variables: object): Promise<Answered> {
  const { headers, body } = await gateway.request({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return { ...((await body.json()) as Answered), mayBeKept: headers['cache-control'] !== 'no-store' };
}

async function judge(proof: Proof, asked: Planned, answer: Answered, oracle: Oracle): Promise<void> {
  const complaints = complaintsOf(asked, answer, oracle, proof.report);
  if (complaints.length === 0) return;
  let shape = asked.shape;
  if (shape.operation === 'query') {
    shape = await smallest(asked.shape, async (smaller) => {
      const again = { ...asked, shape: smaller };
      return complaintsOf(again, await send(proof, again, asked.variables), oracle, createReport()).length > 0;
    });
  }
  const again = { ...asked, shape };
  const told =
    shape === asked.shape
      ? complaints
      : complaintsOf(again, await send(proof, again, asked.variables), oracle, createReport());
  throw failure(proof, told.join('\n'), again);
}

/**
 * What is foreign and what does not exist may differ only in the names that were sent. A mutation also executes the
 * parts that are not foreign, so it is sent once more, and its twin then meets the same state. Where several fields
 * fail at the same time, the reported error may depend on which was first. So only a difference counts that remains
 * when both are sent again.
 */
async function sameForTwin(proof: Proof, asked: Planned, answer: Answered): Promise<void> {
  let first = asked.shape.operation === 'query' ? answer : await send(proof, asked, asked.variables);
  for (let tries = 5; ; tries -= 1) {
    const twin = await send(proof, asked, asked.twin as object);
    if ([first, twin].some((one) => isUnavailable(one) || hasUsedItsKey(one))) return;
    if (isDeepStrictEqual(comparable(first), comparable(twin))) break;
    if (tries === 1) {
      if (await isNoLongerForeign(proof, asked)) return;
      const told = [first, twin, asked.twin].map((one) => JSON.stringify(one)).join('\n');
      throw failure(proof, `what is foreign is told apart from what does not exist:\n${told}`, asked);
    }
    first = await send(proof, asked, asked.variables);
  }
  proof.report.twins += 1;
}

/**
 * Among simultaneous mutations, one may have made a group the property of an organisation within this caller's reach.
 */
async function isNoLongerForeign({ database }: Proof, { shape, rights }: Planned): Promise<boolean> {
  if (shape.operation === 'query') return false;
  const now = rightsOf(rights.asker, await readOracle(database));
  const hasMore = (of: 'groups' | 'ownGroups') => [...now[of]].some((group) => !rights[of].has(group));
  return hasMore('groups') || hasMore('ownGroups');
}

/** Clients may cache only what the scope alone gives access to: it must not depend on the caller. */
async function sameForOperator(proof: Proof, asked: Planned, answer: Answered): Promise<void> {
  const operators = await ask(proof.gateway, proof.operator, asked.shape, asked.variables);
  if (isUnavailable(operators)) return;
  if (!isDeepStrictEqual(comparable(answer), comparable(operators))) {
    const told = [answer, operators].map((one) => JSON.stringify(one)).join('\n');
    throw failure(proof, `what clients may keep is not the same for everybody:\n${told}`, asked);
  }
  proof.report.kept += 1;
}

/** An operation and its twin may share one of the caller's own keys, with two different inputs. */
function hasUsedItsKey({ errors = [] }: Answered): boolean {
  return errors.some(({ message }) => message.startsWith('input.idempotencyKey: already used with another input'));
}

function isUnavailable({ errors = [] }: Answered): boolean {
  return errors.some(({ extensions }) => extensions.code === UNAVAILABLE);
}

function comparable({ data, errors = [] }: Answered) {
  return {
    data: JSON.stringify(data)
      ?.replaceAll(/"(a\d+_)?(holderId|text)":"[^"]*"/g, '')
      /** Things that are created twice have different ids and instants. */
      .replaceAll(/"[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}"/g, '"uuid"')
      .replaceAll(/"(a\d+_)?(createdAt|keptUntil)":"[^"]*"/g, '')
      .replaceAll(/"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/g, (text, at) => (isOfNow(at) ? '"now"' : text)),
    errors: errors.map(({ extensions: { code }, ...error }) => JSON.stringify({ ...error, code })).sort(),
  };
}

/** What is changed now has the instant of its call. */
function isOfNow(at: string): boolean {
  return Math.abs(Date.parse(at) - Date.now()) < 60_000;
}

/** Returns the operations and their twins, because a twin may also change what is not foreign in it. */
function withTwins(asked: readonly Planned[]): Asked[] {
  return asked.flatMap((one) => (one.twin ? [one, { ...one, variables: one.twin }] : [one]));
}

function failure({ report, errors, options }: Proof, told: string, asked?: Planned): Error {
  const who =
    asked && `${JSON.stringify(asked.rights.asker)}\n${asked.shape.document}\n${JSON.stringify(asked.variables)}`;
  return new Error(
    [
      'The walls did not hold:',
      told,
      who,
      `World ${report.worlds}, after ${report.operations} operations, seed ${options.seed}.`,
      ...errors,
    ].join('\n'),
  );
}

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items];
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  });
  await Promise.all(workers);
}
