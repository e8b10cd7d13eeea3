/** The property of what is kept of the catalogue: it is what the database would say. */
import { isDeepStrictEqual } from 'node:util';
import type { Question } from '../access/rule';
import { findTitlesInScope, listLicensedTitles, type TitleInScope } from '../services/licences/access/access-queries';
import { licensedTitles, titlesInScope } from '../services/licences/access/kept-titles';
import { rulingOn, type Scope } from '../services/licences/access/scope';
import type { TitlePage } from '../services/licences/title/title-queries';
import type { SubgraphContext } from '../services/subgraph/context';

export interface Questions {
  readonly question: Question;
  /** Instants at which it is asked too, where seats are not counted. */
  readonly others: readonly number[];
}

/**
 * Asks for a page and for a check at each instant, and asks again where the database cannot be asked, unless seats are
 * counted.
 *
 * @param scopes of one school, such as with and without seats
 * @returns what is wrong, in words; undefined where nothing is
 */
export async function keptDisagreement(
  context: SubgraphContext,
  scopes: readonly Scope[],
  { question, others }: Questions,
  page: TitlePage,
  ids: readonly string[],
): Promise<string | undefined> {
  const { session } = context;
  const unasked = { ...context, session: { snapshot: {}, query: askedAgain } } as unknown as SubgraphContext;
  const countsSeats = ({ counting }: Scope) => counting.length > 0;
  for (const one of scopes) {
    for (const at of countsSeats(one) ? [question.at] : [question.at, ...others]) {
      const ruling = rulingOn(one, { ...question, at });
      const listed = await listLicensedTitles(session, ruling, page);
      const found = inOrder(await findTitlesInScope(session, ruling, ids), ids);
      for (const asking of [context, countsSeats(one) ? context : unasked]) {
        const keptPage = await licensedTitles(asking, ruling, page);
        const kept = inOrder(await titlesInScope(asking, ruling, ids), ids);
        if (!isDeepStrictEqual(keptPage, listed))
          return `at ${at} the page kept is ${text(keptPage.rows)}, not ${text(listed.rows)}`;
        if (!isDeepStrictEqual(kept, found)) return `at ${at} what is kept is ${text(kept)}, not ${text(found)}`;
      }
    }
  }
  return undefined;
}

function askedAgain(): never {
  throw new Error('What is kept was asked for again.');
}

function inOrder(found: readonly TitleInScope[], ids: readonly string[]): (TitleInScope | undefined)[] {
  return ids.map((id) => found.find(({ title }) => title.id === id));
}

function text(found: readonly (TitleInScope | undefined)[]): string {
  return JSON.stringify(found.map((one) => one && [one.title.number, one.contents, [...one.seatFreeFrom]]));
}
