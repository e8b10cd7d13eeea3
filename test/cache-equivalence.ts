/** Proves that cached access is what the database would answer. */
import { isDeepStrictEqual } from 'node:util';
import type { AccessRequest } from '../access/rule';
import type { TitleWithPackages } from '../services/licences/access/access-queries';
import { cachedAccess } from '../services/licences/access/cached-access';
import { type Access, readAccess } from '../services/licences/access/licensed-titles';
import { type Ruling, rulingOn, type SchoolGrants } from '../services/licences/access/ruling';
import type { TitlePage } from '../services/licences/title/title-page';
import type { SubgraphContext } from '../services/subgraph/context';

interface Questions {
  readonly question: AccessRequest;
  /** The instants at which it is asked too, where seats are not counted. */
  readonly others: readonly number[];
}

/**
 * Asks for the ruling, for a page and for a check at each instant. Unless seats are counted, it asks again where the
 * database cannot be queried.
 *
 * @param timeline the timeline of the school
 * @param all all grants of the school, also in variants such as without seats
 * @returns what is wrong, in words; undefined where nothing is
 */
export async function cacheDisagreement(
  context: SubgraphContext,
  timeline: string,
  all: readonly SchoolGrants[],
  { question, others }: Questions,
  page: TitlePage,
  ids: readonly string[],
): Promise<string | undefined> {
  const { session } = context;
  const unasked = { ...context, session: { snapshot: {}, query: askedAgain } } as unknown as SubgraphContext;
  const read = readAccess(session);
  /** Where no seats are counted, the titles are read by the same statement at every instant. */
  let seatless: readonly TitleWithPackages[] | undefined;
  for (const grants of all) {
    for (const at of [question.at, ...others]) {
      const ruling = rulingOn(grants, { ...question, at });
      const countsSeats = ruling.counting.length > 0;
      if (countsSeats && at !== question.at) continue;
      const listed = await read.page(ruling, page);
      const titles = (countsSeats ? undefined : seatless) ?? (await read.titles(ruling, ids));
      if (!countsSeats) seatless = titles;
      const found = inOrder(titles, ids);
      for (const cached of [context, countsSeats ? context : unasked].map(cachedAccess)) {
        const keptPage = await cached.page(ruling, page);
        const kept = inOrder(await cached.titles(ruling, ids), ids);
        if (!isDeepStrictEqual(keptPage, listed))
          return `at ${at} the page kept is ${text(keptPage.rows)}, not ${text(listed.rows)}`;
        if (!isDeepStrictEqual(kept, found)) return `at ${at} what is kept is ${text(kept)}, not ${text(found)}`;
        const wrong = grants === all[0] && (await rulingDisagreement(cached, timeline, ruling, found));
        if (wrong) return wrong;
      }
    }
  }
  return undefined;
}

async function rulingDisagreement(
  cached: Access,
  timeline: string,
  expected: Ruling,
  titles: readonly (TitleWithPackages | undefined)[],
): Promise<string | undefined> {
  const { question, packages, counting } = expected;
  const kept = await cached.ruling(timeline, question);
  if (!isDeepStrictEqual({ packages: kept.packages, counting: kept.counting }, { packages, counting }))
    return `at ${question.at} ${openText(kept)} are open as kept, not ${openText(expected)}`;
  for (const title of titles) {
    if (!title) continue;
    for (const decision of [kept.decide(title), kept.decide(title)]) {
      if (!isDeepStrictEqual(decision, expected.decide(title)))
        return `at ${question.at} ${title.title.number} is decided as ${JSON.stringify(decision)} from memory`;
    }
  }
  return undefined;
}

function openText({ packages, counting }: Ruling): string {
  return JSON.stringify({ packages, counting });
}

function askedAgain(): never {
  throw new Error('What is kept was asked for again.');
}

function inOrder(found: readonly TitleWithPackages[], ids: readonly string[]): (TitleWithPackages | undefined)[] {
  return ids.map((id) => found.find(({ title }) => title.id === id));
}

function text(found: readonly (TitleWithPackages | undefined)[]): string {
  return JSON.stringify(found.map((one) => one && [one.title.number, one.contents, [...one.seatFreeFrom]]));
}
