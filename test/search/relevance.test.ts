/**
 * Scores the search by human judgements, beside PostgreSQL's own German configuration in the same run. Prints both, and
 * fails where ours is not much better, or worse than before.
 */
import { readJudgedQueries } from './judged-queries';
import { meanOf, type Score, scorerOf } from './score';
import { CATALOGUES, openSearches } from './searches';

const BETTER_BY = 0.15;
/** The scores that were reached. Raise them when the search gets better. */
const FLOORS: Readonly<Record<string, Record<'ours' | 'meant', { readonly ndcg: number; readonly success: number }>>> =
  {
    demo: { ours: { ndcg: 0.75, success: 0.79 }, meant: { ndcg: 0.89, success: 0.93 } },
    serlo: { ours: { ndcg: 0.79, success: 0.82 }, meant: { ndcg: 0.9, success: 0.93 } },
  };

test.each(Object.entries(CATALOGUES))(
  'queries over the titles of %s find what people want of them',
  async (name, catalogue) => {
    const records = catalogue.records();
    if (!records) {
      console.warn(`Skipped: the records of ${name} are not on this machine.`);
      return;
    }
    const queries = readJudgedQueries(catalogue.queries);
    const searches = await openSearches(catalogue, records);
    const scores: Record<'ours' | 'meant' | 'plain', Score[]> = { ours: [], meant: [], plain: [] };
    const worst: string[] = [];
    try {
      for (const judged of queries) {
        const scoreOf = scorerOf(judged, searches.all);
        const ours = await searches.ours(judged.query);
        const meant = ours.length > 0 ? ours : await searches.suggested(judged.query);
        const plain = await searches.plain(judged.query);
        for (const [which, found] of Object.entries({ ours, meant, plain }) as [keyof typeof scores, string[]][]) {
          const score = scoreOf(found);
          scores[which].push(score);
          if (which === 'meant' && score.ndcg < 0.5)
            worst.push(`${judged.query} (${score.ndcg.toFixed(2)}): ${found.slice(0, 3).join(' | ')}`);
        }
      }
    } finally {
      await searches.end();
    }
    const [ours, meant, plain] = [meanOf(scores.ours), meanOf(scores.meant), meanOf(scores.plain)];
    console.log(
      [
        `${queries.length} queries over ${searches.all.length} titles of ${name}: nDCG@10, success@3`,
        `Freischalter ${ours.ndcg}, ${ours.success}`,
        `with “did you mean” taken where it finds nothing ${meant.ndcg}, ${meant.success}`,
        `to_tsvector('german') with ts_rank ${plain.ndcg}, ${plain.success}`,
        ...(process.env.WORST ? worst : []),
      ].join('\n'),
    );
    expect(ours.ndcg).toBeGreaterThanOrEqual(plain.ndcg + BETTER_BY);
    const floors = FLOORS[name];
    for (const [reached, floor] of [
      [ours, floors?.ours],
      [meant, floors?.meant],
    ] as const) {
      expect(reached.ndcg).toBeGreaterThanOrEqual(floor?.ndcg as number);
      expect(reached.success).toBeGreaterThanOrEqual(floor?.success as number);
    }
  },
  300_000,
);
