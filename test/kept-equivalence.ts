/** The property of what is kept of the catalogue: it is what the database would say. */
import { isDeepStrictEqual } from 'node:util';
import type { Question } from '../access/rule';
import { findTitlesInScope, listLicensedTitles, type TitleInScope } from '../services/licences/access/access-queries';
import { licensedTitles, titlesInScope } from '../services/licences/access/kept-titles';
import { type Scope, scopeOf } from '../services/licences/access/scope';
import type { TitlePage } from '../services/licences/title/title-queries';
import type { SubgraphContext } from '../services/subgraph/context';

export interface Questions {
  readonly question: Question;
  /** Instants at which it is asked too, where seats are not counted. */
  readonly others: readonly number[];
}

/**
 * Asks for a page and for a check at each instant, and asks again where the database cannot be asked, unless seats are
 * counted; and all of it once more for the same scope without its seats.
 *
 * @returns what is wrong, in words; undefined where nothing is
 */
export async function keptDisagreement(
  context: SubgraphContext,
  scope: Scope,
  { question, others }: Questions,
  page: TitlePage,
  ids: readonly string[],
): Promise<string | undefined> {
  const { session } = context;
  const unasked = { ...context, session: { snapshot: {}, query: askedAgain } } as unknown as SubgraphContext;
  const seatless = [...scope.licences.values()].map((licence) => ({ ...licence, seats: null }));
  for (const one of scope.countsSeats ? [scope, scopeOf(scope.timeline, seatless)] : [scope]) {
    for (const at of one.countsSeats ? [question.at] : [question.at, ...others]) {
      const asked = { ...question, at };
      const listed = await listLicensedTitles(session, one, asked, page);
      const found = inOrder(await findTitlesInScope(session, one, at, ids), ids);
      for (const asking of [context, one.countsSeats ? context : unasked]) {
        const keptPage = await licensedTitles(asking, one, asked, page);
        const kept = inOrder(await titlesInScope(asking, one, at, ids), ids);
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
