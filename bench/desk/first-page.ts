/**
 * Measures the first page of a list of 110 and of 110,000 entitlements to the same 20 licences of a state with 5,500
 * schools. Both pages show the same, so they differ only by the time that finding their rows takes. The count is not
 * included.
 */
import { createTestDatabase, type TestDatabase } from '../../test/database';
import { makeLargeInstallation } from '../../test/large-installation';
import { type System, startSystem, tokenOf } from '../../test/system';
import { type Candidate, compare, type Measured, table } from '../compare';
import { processorMsWith } from '../server-time';
import { holdLicences, LICENCES } from './held-licences';

interface FirstPageFigures {
  readonly pages: readonly (readonly [title: string, rows: readonly Measured[]])[];
}

/** How many schools hold each of the licences. The others of the 5,500 schools hold nothing. */
const SIZES = [5.5, 5_500];
/** The larger list may take at most this many times as long as the smaller one. */
const TARGET = 1.5;

const PAGES = {
  'first page by end': '',
  'first page of what is in force': 'filter: { status: [IN_FORCE] },',
  'first page, what ends last first': 'order: { by: END, direction: DESC },',
};

export async function benchFirstPage(quick: boolean, say: (line: string) => void): Promise<FirstPageFigures> {
  const opened: { readonly database: TestDatabase; readonly system: System; readonly entitlements: number }[] = [];
  try {
    for (const schools of SIZES) {
      const entitlements = schools * LICENCES;
      say(`making ${entitlements.toLocaleString('en')} entitlements`);
      const database = await createTestDatabase();
      await makeLargeInstallation(database);
      await holdLicences(database, entitlements);
      opened.push({ database, entitlements, system: await startSystem(database) });
    }
    const token = await tokenOf('licensing', 'STATE:NW');
    const pages: FirstPageFigures['pages'][number][] = [];
    for (const [title, how] of Object.entries(PAGES)) {
      say(title);
      const query = `{ entitlements(${how} first: 50) {
        edges { node { id holder { name } licence { id } validFrom validUntil status } } pageInfo { hasNextPage endCursor } } }`;
      const candidates = opened.map(
        ({ system, database, entitlements }): Candidate => ({
          name: `of ${entitlements.toLocaleString('en')}`,
          processorMs: () => processorMsWith(database),
          async run() {
            const { data, errors } = await system.ask(token, query);
            if (errors || data.entitlements.edges.length !== 50) throw new Error(JSON.stringify(errors ?? data));
          },
        }),
      );
      pages.push([title, await compare(candidates, quick ? 20 : 100)]);
    }
    return { pages };
  } finally {
    for (const { system, database } of opened) {
      await system.stop();
      await database.drop();
    }
  }
}

export function describeFirstPage({ pages }: FirstPageFigures): string {
  const target = `to reach: of 110,000 at most ${TARGET} times of 110, which stands first.`;
  return [...pages.map(([title, rows]) => table(`desk: ${title}`, rows)), target].join('\n\n');
}
