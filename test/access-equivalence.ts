/** Proves that the list holds exactly what is allowed, by the SQL and by the rule. */
import { inspect, isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { type AccessRequest, type Decision, decide } from '../access/rule';
import type { Caller } from '../caller/caller';
import { LEVELS, type Level, SCOPES_OF_KIND } from '../caller/caller';
import type { Statement } from '../database/statement';
import {
  countLicensedFacets,
  countLicensedTitles,
  findTitlesWithPackages,
  listLicensedTitles,
  type TitleWithPackages,
} from '../services/licences/access/access-queries';
import { findLicenceTerms } from '../services/licences/access/licence-terms-queries';
import { readGrants } from '../services/licences/access/licensed-titles';
import { type Ruling, rulingOn, type SchoolGrants } from '../services/licences/access/ruling';
import { type FrequentWords, NONE_FREQUENT } from '../services/licences/search/frequent-words';
import { searchOf } from '../services/licences/search/search';
import type { TitleFilter } from '../services/licences/title/title-filter';
import type { TitleList, TitlePlace } from '../services/licences/title/title-page';
import type { FoundTitles } from '../services/licences/title/title-queries';
import { type InvalidationFeed, NO_INVALIDATION_FEED } from '../services/subgraph/cache/invalidation-feed';
import type { SubgraphContext } from '../services/subgraph/context';
import { Session } from '../services/subgraph/database/session';
import { afterwardsDisagreement } from './afterwards-equivalence';
import { arbitraryQuestion, arbitraryWorld, EVERY_INSTANT, SEARCHES } from './arbitrary-world';
import { cacheDisagreement } from './cache-equivalence';
import type { TestDatabase } from './database';
import { contextOf, grantsWith, licencesOf, schoolIn } from './open-school';
import { clearWorld, type SeededWorld, seedWorld } from './seed-world';
import { factsOf, type World } from './world';

export interface Services {
  readonly schools: DataSource;
  readonly licences: DataSource;
  close(): Promise<void>;
}

export async function connectServices(database: TestDatabase): Promise<Services> {
  const connect = (service: 'schools' | 'licences') =>
    new DataSource({ type: 'postgres', url: database.urlOf(service), poolSize: 2 }).initialize();
  const [schools, licences] = await Promise.all([connect('schools'), connect('licences')]);
  return {
    schools,
    licences,
    close: async () => {
      await Promise.all([schools.destroy(), licences.destroy()]);
    },
  };
}

/** The questions that are asked of a world. */
interface Inquiry {
  readonly question: AccessRequest;
  /** The instant of the pages after the first one, because the clock goes on while somebody turns pages. */
  readonly laterAt: number;
  /** The instants at which cached access is compared too. */
  readonly instants: readonly number[];
  readonly pageSize: number;
  readonly filter: TitleFilter;
  readonly search?: string | undefined;
}

const arbitraryInquiry: fc.Arbitrary<Inquiry> = fc
  .record({
    question: arbitraryQuestion,
    later: arbitraryQuestion,
    instants: fc.constant(EVERY_INSTANT),
    pageSize: fc.integer({ min: 1, max: 7 }),
    filter: fc.constantFrom<TitleFilter>({}, { kinds: ['VIDEO'] }),
    search: fc.option(fc.constantFrom(...SEARCHES), { nil: undefined }),
  })
  .map(({ later, ...inquiry }) => ({ ...inquiry, laterAt: Math.max(later.at, inquiry.question.at) }));

/** @throws with the smallest counter-example that was found */
export async function proveAccess(
  database: TestDatabase,
  parameters: fc.Parameters<[World, Inquiry]>,
  progress: () => void = () => undefined,
): Promise<void> {
  const services = await connectServices(database);
  try {
    const property = fc.asyncProperty(arbitraryWorld, arbitraryInquiry, async (world, inquiry) => {
      const wrong = await disagreement(services, await seedAnew(database, world), inquiry);
      if (wrong) throw new Error(wrong);
      progress();
    });
    await fc.assert(property, parameters);
  } finally {
    await services.close();
  }
}

interface Seeded {
  readonly world: World;
  readonly seeded: SeededWorld;
}

/** Replaces the world in the database by another one. */
export async function seedAnew(database: TestDatabase, world: World): Promise<Seeded> {
  await clearWorld(database.query);
  return { world, seeded: await seedWorld(database.query, world) };
}

/** @returns what is wrong, in words; undefined where the list, the check and the rule agree */
export async function disagreement(services: Services, given: Seeded, inquiry: Inquiry): Promise<string | undefined> {
  const changes: InvalidationFeed = { ...NO_INVALIDATION_FEED, generation: () => 1, changedSince: () => false };
  const wrong = await Promise.all(
    Object.keys(given.world.schools).map((school) => disagreementAt(school, { ...given, services, changes, inquiry })),
  );
  return wrong.find((one) => one !== undefined);
}

interface AtSchool extends Seeded {
  readonly services: Services;
  readonly changes: InvalidationFeed;
  readonly inquiry: Inquiry;
}

/** Sends a statement with the same values once: all that a session reads is of one snapshot, so the rows would be the same. */
class AskingOnce extends Session {
  private readonly asked = new Map<string, Promise<unknown[]>>();

  override async query<Row>(statement: Statement<Row>, parameters: readonly unknown[] = []): Promise<Row[]> {
    const question = inspect([statement.text, parameters], WHOLE);
    const answer = (this.asked.get(question) as Promise<Row[]> | undefined) ?? super.query(statement, parameters);
    this.asked.set(question, answer);
    return [...(await answer)];
  }
}

const WHOLE = { depth: null, maxArrayLength: null, maxStringLength: null, breakLength: Infinity } as const;

async function disagreementAt(
  school: string,
  { services, world, seeded, changes, inquiry }: AtSchool,
): Promise<string | undefined> {
  const { question, laterAt, pageSize } = inquiry;
  const list = { search: searchOf(inquiry.search), filter: inquiry.filter };
  const id = seeded.organisation(school);
  const caller: Caller = { kind: 'lms', subject: 'lms', scopes: SCOPES_OF_KIND.lms, bound: [`SCHOOL:${id}`] };
  const schoolsSession = new Session(services.schools, caller);
  const session: Session = new AskingOnce(services.licences, caller);
  try {
    const wrongAfterwards = await afterwardsDisagreement(schoolsSession, { world, seeded, school }, question.at);
    if (wrongAfterwards) return wrongAfterwards;
    const { timeline } = await schoolIn(contextOf(caller, schoolsSession), id);
    const grants = await readGrants(session, timeline);
    const ruling = rulingOn(grants, question);
    const seatless = async () => {
      const terms = await findLicenceTerms(session, licencesOf(grants));
      return grantsWith(
        timeline,
        terms.map((licence) => ({ ...licence, seats: null })),
      );
    };
    const expectedAt = (at: number, title: string) => {
      const facts = factsOf(world, school, title, at);
      return decide({ ...question, at }, facts.school, facts.title, facts.paths);
    };
    const allowed = new Map<string, Decision>();
    const titles = Object.keys(world.titles).sort();
    const listable = titlesOfList(world, inquiry);
    const found = await findTitlesWithPackages(session, ruling, titles.map(seeded.title));
    for (const title of titles) {
      const expected = expectedAt(question.at, title);
      if (expected.outcome === 'ALLOWED') allowed.set(title, expected);
      const checked = decisionOf(ruling, found.find((one) => one.title.number === title) as TitleWithPackages, seeded);
      if (!isDeepStrictEqual(checked, expected))
        return `${school}, ${title}: the check says ${text(checked)}, the rule ${text(expected)}`;
    }
    const expectedNames = listable.filter((title) => allowed.has(title));
    const listed = await listAll(session, grants, question, pageSize, list);
    const asOfMany = await listAll(session, grants, question, pageSize, list, question.at, OF_MANY);
    if (!isDeepStrictEqual(asOfMany, listed)) return `${school}: a large catalogue has another list`;
    const names = listed.map(({ title }) => title.number);
    if (!isDeepStrictEqual(names, expectedNames)) {
      return `${school}: the list has ${names.join(', ') || 'nothing'}, the rule allows ${expectedNames.join(', ') || 'nothing'}`;
    }
    for (const item of listed) {
      const decision = decisionOf(ruling, item, seeded);
      if (!isDeepStrictEqual(decision, allowed.get(item.title.number)))
        return `${school}, ${item.title.number}: listed with ${text(decision)}`;
    }
    const turned = await listAll(session, grants, question, pageSize, list, laterAt);
    const firstPage = names.slice(0, pageSize);
    const laterPages = listable.filter(
      (title) =>
        firstPage.length === pageSize &&
        listable.indexOf(title) > listable.indexOf(firstPage.at(-1) as string) &&
        expectedAt(laterAt, title).outcome === 'ALLOWED',
    );
    const turnedNames = turned.map(({ title }) => title.number);
    const expectedTurn = names.length > pageSize ? [...firstPage, ...laterPages] : names;
    if (!isDeepStrictEqual(turnedNames, expectedTurn)) {
      return `${school}: turning pages while the clock goes on shows ${turnedNames.join(', ')} instead of ${expectedTurn.join(', ')}`;
    }
    const wrongKept = await cacheDisagreement(
      { session, changes, readGeneration: 1 } as SubgraphContext,
      timeline,
      ruling.counting.length > 0 ? [grants, await seatless()] : [grants],
      { question, others: [laterAt, ...inquiry.instants] },
      { ...list, first: pageSize, after: null },
      titles.map(seeded.title),
    );
    if (wrongKept) return `${school}: ${wrongKept}`;
    // A ruling that expects few titles counts them by another statement.
    const expecting = pageSize % 2 === 0 ? NONE_FREQUENT : { ...NONE_FREQUENT, titles: 1 };
    const count = await countLicensedTitles(session, ruling, list, expecting);
    const kinds = await countLicensedFacets(session, ruling, list, ['KIND'], expecting);
    const expectedKinds = kindsOf(
      world,
      titlesOfList(world, { ...inquiry, filter: {} }).filter((title) => allowed.has(title)),
    );
    const countedKinds = Object.fromEntries(kinds.map(({ value, count: of }) => [value, of]));
    if (!isDeepStrictEqual(countedKinds, expectedKinds))
      return `${school}: counted ${JSON.stringify(countedKinds)} by kind, the rule allows ${JSON.stringify(expectedKinds)}`;
    const level = LEVELS[pageSize % LEVELS.length] as Level;
    const atLevel = { ...ruling, packages: ruling.opensAt(level) };
    const { rows } = await listLicensedTitles(session, atLevel, { ...list, first: 50, after: null });
    const listedAtLevel = rows.map(({ title }) => title.number);
    const expectedAtLevel = expectedNames.filter((title) => {
      const facts = factsOf(world, school, title, question.at);
      const own = facts.paths.filter(({ entitlement }) => entitlement.level === level);
      return decide(question, facts.school, { ...facts.title, openlyLicensed: false }, own).outcome === 'ALLOWED';
    });
    const closedTitles = expectedAtLevel.filter((title) => !world.titles[title]?.open);
    if (!isDeepStrictEqual(listedAtLevel, closedTitles))
      return `${school}: ${level} has ${listedAtLevel.join(', ') || 'nothing'}, the rule allows ${closedTitles.join(', ') || 'nothing'}`;
    if (count !== names.length) return `${school}: counted ${count}, listed ${names.length}`;
  } finally {
    await session.end();
    await schoolsSession.end();
  }
  return undefined;
}

/** Expects very many titles and licences, so that lists are read by other statements. */
const OF_MANY: FrequentWords = {
  titles: 1e9,
  words: ['=atom', '=zum', 'atom', 'biene', 'zum'],
  shares: [0.5, 0.5, 0.5, 0.5, 0.5],
  steps: NONE_FREQUENT.steps,
};

async function listAll(
  session: Session,
  grants: SchoolGrants,
  question: AccessRequest,
  first: number,
  list: TitleList,
  laterAt = question.at,
  frequent?: FrequentWords,
): Promise<TitleWithPackages[]> {
  const all: TitleWithPackages[] = [];
  let after: TitlePlace | null = null;
  for (;;) {
    const ruling = rulingOn(grants, after ? { ...question, at: laterAt } : question);
    const { rows, ranks }: FoundTitles<TitleWithPackages> = await listLicensedTitles(
      session,
      frequent ? { ...ruling, packages: { ...ruling.packages, atMost: frequent.titles } } : ruling,
      { ...list, first, after },
      frequent,
    );
    all.push(...rows.slice(0, first));
    const last = rows[first - 1];
    if (rows.length <= first || !last) return all;
    after = { rank: ranks[first - 1] as number, sortKey: last.title.sortKey, id: last.title.id };
  }
}

function decisionOf(ruling: Ruling, title: TitleWithPackages, seeded: SeededWorld): Decision {
  const decision = ruling.decide(title);
  return decision.outcome === 'ALLOWED' && decision.basis === 'ENTITLEMENT'
    ? { ...decision, entitlement: seeded.nameOfEntitlement(decision.entitlement) }
    : decision;
}

/** The parts of the compounds in the names that worlds give to titles. */
const COMPOUNDS: Readonly<Record<string, readonly string[]>> = { atombau: ['atom', 'bau'], eiszeit: ['eis', 'zeit'] };

/**
 * Returns the titles that the list should hold, in its order. Each is found by its name alone, and its number is its
 * name.
 */
function titlesOfList(world: World, { search, filter: { kinds } }: Inquiry): string[] {
  const rankOf = (title: string): number => {
    if (!search || title === search) return 0;
    const words = title.split(' ');
    if (words.includes(search)) return title.startsWith(`${search} `) ? 1 : 2;
    const parts = words.flatMap((word) => [word, ...(COMPOUNDS[word] ?? [])]);
    if (parts.some((part) => part.startsWith(search))) return title.startsWith(search) ? 3 : 4;
    return Infinity;
  };
  return Object.keys(world.titles)
    .filter((title) => !kinds || kinds.includes(world.titles[title]?.kind ?? 'VIDEO'))
    .filter((title) => rankOf(title) < Infinity)
    .sort((one, other) => rankOf(one) - rankOf(other) || (one < other ? -1 : 1));
}

function kindsOf(world: World, titles: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const title of titles) {
    const { kind = 'VIDEO' } = world.titles[title] as World['titles'][string];
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

function text(decision: Decision | undefined): string {
  return JSON.stringify(decision);
}
