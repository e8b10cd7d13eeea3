import {
  countLicensedFacets,
  countLicensedTitles,
  listLicensedTitles,
} from '../../services/licences/access/access-queries';
import { searchOf } from '../../services/licences/search/search';
import { TITLE_FACETS } from '../../services/licences/title/facet-names';
import type { TitleFilter } from '../../services/licences/title/title-filter';
import type { TitlePage, TitlePlace } from '../../services/licences/title/title-page';
import { listTitles } from '../../services/licences/title/title-queries';
import type { Session } from '../../services/subgraph/database/session';
import { TitleKind } from '../../services/subgraph/schema/enums';
import { createTestDatabase, type TestDatabase } from '../../test/database';
import { type Candidate, compare, type Measured, table } from '../compare';
import { processorMsWith } from '../server-time';
import { spreadText } from '../statistics';
import { makeCatalogue } from './catalogue-world';
import { type FacetErrors, facetErrors } from './facet-errors';
import { TERMS } from './generated-titles';
import { type ImportFigures, importRate } from './import-rate';
import { type Catalogue, inCatalogue, openCatalogue } from './open-catalogue';
import { makePlainCatalogue, plainSearch } from './plain-search';

interface CatalogueFigures {
  readonly pages: readonly (readonly [title: string, rows: readonly Measured[]])[];
  readonly whole: readonly (readonly [title: string, rows: readonly Measured[]])[];
  readonly errors: readonly FacetErrors[];
  readonly imports: readonly ImportFigures[];
  readonly bytes: readonly { readonly titles: number; readonly mb: number }[];
}

const SIZES = [10_000, 100_000, 1_000_000];
const FIRST = 20;
/** The largest catalogue may take at most this many times as long for a page as the smallest one. */
const TARGET = 2;
/** The first rounds do not count, because they fill caches. */
const WARM_UP = 3;
const EVERY_HIT = 2_000_000_000;

interface Asked {
  readonly search?: string;
  readonly filter?: TitleFilter;
  readonly order?: TitlePage['order'];
  readonly first?: number;
  readonly after?: TitlePlace | null;
}

const FILTER: TitleFilter = { kinds: [TitleKind.VIDEO], grade: 7 };

/** The lists of a school. `plain` marks those for which the peer gives the same answer. */
const PAGES: Readonly<Record<string, Asked & { readonly plain?: boolean }>> = {
  'by name, first page': {},
  'newest first': { order: 'NEWEST' },
  'search: a word in a quarter of all names': { search: TERMS.frequentInName, plain: true },
  'search: a word in a quarter of all texts, and no name': { search: TERMS.frequentInText, plain: true },
  'search: a word in one name of a hundred': { search: TERMS.occasional, plain: true },
  'search: the first letters of a word in one name of a hundred': { search: TERMS.occasional.slice(0, 5) },
  'search: a word in one name of a hundred, by name': { search: TERMS.occasional, order: 'TITLE' },
  'search: a word in one name of a hundred, newest first': { search: TERMS.occasional, order: 'NEWEST' },
  'search: a word that five titles have': { search: TERMS.rare, plain: true },
  'search: the first letters of a word, five titles': { search: TERMS.frequentInName.slice(0, 4), first: 5 },
  'filter: films for a grade': { filter: FILTER },
  'filter: a subject': { filter: { subjectCodes: ['080'] } },
  'filter: a subject, newest first': { filter: { subjectCodes: ['080'] }, order: 'NEWEST' },
  'search: a word in one name of a hundred, with one in a quarter, never together': {
    search: `${TERMS.occasional} ${TERMS.frequentInName}`,
  },
  'search: two words of a quarter of all titles each, that never stand together': {
    search: `${TERMS.frequentInName} ${TERMS.frequentInText}`,
  },
  'search: a word in one name of a hundred, with one in all texts': {
    search: `${TERMS.occasional} ${TERMS.inAllTexts}`,
  },
  'search: a word in one name of a hundred, with one in all texts, by name': {
    search: `${TERMS.occasional} ${TERMS.inAllTexts}`,
    order: 'TITLE',
  },
  'search: a word in a quarter of all texts, with one in all texts': {
    search: `${TERMS.frequentInText} ${TERMS.inAllTexts}`,
  },
  'filter and search: films for a grade, a word in a quarter of all names': {
    search: TERMS.frequentInName,
    filter: FILTER,
    plain: true,
  },
};

/** The lists that are counted as a whole. */
const WHOLE: Readonly<Record<string, Asked>> = {
  'of the list': {},
  'of a search for a word in a quarter of all names': { search: TERMS.frequentInName },
  'of a search for a word that five titles have': { search: TERMS.rare },
  'of a subject': { filter: { subjectCodes: ['080'] } },
};

export async function benchCatalogue(quick: boolean, say: (line: string) => void): Promise<CatalogueFigures> {
  const sizes = quick ? SIZES.slice(0, 2) : SIZES;
  const databases: TestDatabase[] = [];
  const opened: Catalogue[] = [];
  const imports: ImportFigures[] = [];
  try {
    for (const size of sizes) {
      say(`making a catalogue of ${inWords(size)} titles`);
      const database = await createTestDatabase();
      databases.push(database);
      await makeCatalogue(database, size, say);
      say(`importing into ${inWords(size)} titles, and a COPY of the same`);
      imports.push(await importRate(database, size, quick ? 2_000 : 10_000, quick ? 2 : 3));
      await makePlainCatalogue(database);
      opened.push(await openCatalogue(database, size));
    }
    return { ...(await measureCatalogues(opened, quick, say)), imports };
  } finally {
    for (const { licences } of opened) await licences.destroy();
    for (const database of databases) await database.drop();
  }
}

async function measureCatalogues(
  opened: readonly Catalogue[],
  quick: boolean,
  say: (line: string) => void,
): Promise<Omit<CatalogueFigures, 'imports'>> {
  const rounds = quick ? 10 : 40;
  const pages: CatalogueFigures['pages'][number][] = [];
  for (const [title, { plain, ...asked }] of Object.entries(PAGES)) {
    say(title);
    const licensed = (one: Catalogue) =>
      candidate(one, inWords(one.size), (session) =>
        listLicensedTitles(session, one.ruling, pageOf(asked), one.frequent),
      );
    const peer = (one: Catalogue) =>
      candidate(one, `${inWords(one.size)}, plain ts_rank`, (session) =>
        plainSearch(session, one.ruling, asked.search ?? '', FIRST, asked.filter ? { kind: 'VIDEO', grade: 7 } : {}),
      );
    const candidates = [...opened.map(licensed), ...(plain ? opened.map(peer) : [])];
    pages.push([`licensed titles ${title}`, await compare(candidates, rounds, WARM_UP)]);
  }
  for (const title of ['by name, first page', 'search: a word in a quarter of all names'] as const) {
    const candidates = opened.map((one) =>
      candidate(one, inWords(one.size), (session) => listTitles(session, pageOf(PAGES[title] ?? {}), one.frequent)),
    );
    pages.push([`all titles ${title}`, await compare(candidates, rounds, WARM_UP)]);
  }
  say('a page further on');
  const further = opened.map((one) =>
    candidate(one, inWords(one.size), (session, round) =>
      listLicensedTitles(session, one.ruling, pageOf({ after: one.places[round % one.places.length] ?? null })),
    ),
  );
  pages.push(['licensed titles by name, a page anywhere', await compare(further, rounds, WARM_UP)]);

  const whole: CatalogueFigures['whole'][number][] = [];
  for (const [title, asked] of Object.entries(WHOLE)) {
    say(`facets and total ${title}`);
    const list = pageOf(asked);
    const facets = (one: Catalogue, most?: number) =>
      candidate(one, `${inWords(one.size)}${most ? ', every hit counted' : ''}`, (session) =>
        countLicensedFacets(session, one.ruling, list, TITLE_FACETS, one.frequent, most),
      );
    const total = (one: Catalogue) =>
      candidate(one, inWords(one.size), (session) => countLicensedTitles(session, one.ruling, list, one.frequent));
    const few = quick ? 3 : 5;
    const last = opened.slice(-1).map((one) => facets(one, EVERY_HIT));
    whole.push([`all facets ${title}`, await compare([...opened.map((one) => facets(one)), ...last], few, 1)]);
    whole.push([`totalCount ${title}`, await compare(opened.map(total), few, 1)]);
  }
  const errors = await Promise.all(opened.map((one) => facetErrors(one, EVERY_HIT)));
  const bytes = await Promise.all(
    opened.map(async ({ size, database }) => {
      const [row] = await database.query<{ mb: number }>(
        `select sum(pg_total_relation_size(oid))::float8 / 1e6 as mb from pg_class
         where relnamespace = 'licences'::regnamespace and relkind = 'r'`,
      );
      return { titles: size, mb: row?.mb ?? 0 };
    }),
  );
  return { pages, whole, errors, bytes };
}

function pageOf({ search, filter = {}, order, first = FIRST, after = null }: Asked): TitlePage {
  return { search: searchOf(search), filter, order, first, after };
}

function candidate(
  one: Catalogue,
  name: string,
  work: (session: Session, round: number) => Promise<unknown>,
): Candidate {
  return {
    name,
    processorMs: () => processorMsWith(one.database),
    run: (round) => inCatalogue(one, (session) => work(session, round)),
  };
}

function inWords(titles: number): string {
  return titles.toLocaleString('en');
}

export function describeCatalogue({ pages, whole, errors, imports, bytes }: CatalogueFigures): string {
  const target = `to reach: a page of the largest at most ${TARGET} times of the smallest, which stands first.`;
  const imported = imports.map(
    (one) =>
      `  into ${inWords(one.titles)}: ${spreadText(one.perSecond, 0)} titles a second, ${spreadText(one.msOfProcessor, 2)} ms of processor each; ${spreadText(one.ratio, 1)} times a COPY of the same rows, by processor time ${spreadText(one.ratioByProcessor, 1)}`,
  );
  return [
    'catalogue: statements as the licences service sends them, as its role; a school that may use a quarter of all titles; pages of 20',
    ...pages.map(([title, rows]) => table(title, rows)),
    target,
    ...whole.map(([title, rows]) => table(title, rows)),
    ['facets beside the counts of every hit', ...errors.map(facetErrorText)].join('\n'),
    ['import of titles, in one transaction', ...imported].join('\n'),
    [
      'on disk, with words and packages',
      ...bytes.map(({ titles, mb }) => `  ${inWords(titles)}: ${mb.toFixed(0)} MB`),
    ].join('\n'),
  ].join('\n\n');
}

function facetErrorText({ titles, isExact, values, median, largest }: FacetErrors): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return isExact
    ? `  ${inWords(titles)}: exact`
    : `  ${inWords(titles)}: estimates; ${values} values that at least one of a hundred hits has are off by ${percent(median)} in the middle, ${percent(largest)} at the most`;
}
