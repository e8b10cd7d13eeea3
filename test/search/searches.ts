/**
 * The catalogues on which searches are scored, and the searches: ours, and PostgreSQL's own German configuration over
 * the same texts, ranked by `ts_rank`.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { DataSource } from 'typeorm';
import { SCOPES_OF_KIND } from '../../caller/caller';
import { connect } from '../../database/connection';
import { demoTitles } from '../../demo/catalogue/titles';
import { DemoCalendar } from '../../demo/demo-calendar';
import { titles } from '../../services/licences/import/import-titles';
import { didYouMean } from '../../services/licences/search/did-you-mean';
import { searchOf } from '../../services/licences/search/search';
import { listTitles } from '../../services/licences/title/title-queries';
import { Session } from '../../services/subgraph/database/session';
import { createTestDatabase, type TestDatabase } from '../database';
import { run } from '../import-records';

const SERLO_FILE = path.resolve(__dirname, '../../../shared/data/amb/serlo-records.json');
const FIRST = 10;

interface Catalogue {
  /** The file of judged queries beside this one. */
  readonly queries: string;
  /** The column by which queries identify a title. */
  readonly column: 'name' | 'number';
  /** @returns records of a titles file; null where they do not exist on this machine */
  records(): readonly object[] | null;
}

export const CATALOGUES: Readonly<Record<string, Catalogue>> = {
  demo: {
    queries: 'demo-queries.tsv',
    column: 'name',
    records: () => demoTitles(new DemoCalendar()).map(({ subjectCode: _subject, topic: _topic, ...record }) => record),
  },
  serlo: { queries: 'serlo-queries.tsv', column: 'number', records: serloRecords },
};

interface SerloRecord {
  readonly guid: string;
  readonly title: string;
  readonly description?: string;
  readonly keywords?: Readonly<Record<string, string>>;
}

function serloRecords(): readonly object[] | null {
  if (!existsSync(SERLO_FILE)) return null;
  const records = JSON.parse(readFileSync(SERLO_FILE, 'utf8')) as SerloRecord[];
  return records.map(({ guid, title, description, keywords }) => ({
    number: guid,
    name: oneLine(title),
    description: description ?? null,
    publisher: 'Serlo',
    kind: 'DOCUMENT',
    keywords: [...new Set(Object.values(keywords ?? {}).map(oneLine))].slice(0, 50),
  }));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

interface Searches {
  /** All titles, by the column of the queries. */
  readonly all: readonly string[];
  ours(query: string): Promise<string[]>;
  /** Searches for what “did you mean” suggests where `ours` finds nothing. */
  suggested(query: string): Promise<string[]>;
  plain(query: string): Promise<string[]>;
  end(): Promise<void>;
}

/** @returns searches over the records in a database of their own */
export async function openSearches({ column }: Catalogue, records: readonly object[]): Promise<Searches> {
  const database = await createTestDatabase();
  await run(database.ownerUrl, titles, records);
  await database.query(PLAIN_TABLE);
  await database.query('create index on plain_title using gin (words)');
  const source = await connect(database.urlOf('licences'), { poolSize: 1, applicationName: 'search' });
  const stored = await database.query<{ name: string }>(`select ${column} as name from licences.title`);
  return {
    all: stored.map(({ name }) => name),
    ours: (query) => inSession(source, async (list) => (await list(query)).map((row) => row[column])),
    suggested: (query) =>
      inSession(source, async (list, session) => {
        const other = await didYouMean(session, query, async (text) => (await list(text)).length > 0);
        return other ? (await list(other)).map((row) => row[column]) : [];
      }),
    plain: (query) => searchPlain(database, column, query),
    async end() {
      await source.destroy();
      await database.drop();
    },
  };
}

type List = (text: string) => Promise<readonly { readonly name: string; readonly number: string }[]>;

async function inSession(
  source: DataSource,
  search: (list: List, session: Session) => Promise<string[]>,
): Promise<string[]> {
  const session = new Session(source, { kind: 'lms', subject: 'score', scopes: SCOPES_OF_KIND.lms, bound: [] });
  const list: List = async (text) => {
    const { rows } = await listTitles(session, { search: searchOf(text), filter: {}, first: FIRST, after: null });
    return rows.slice(0, FIRST);
  };
  try {
    return await search(list, session);
  } finally {
    await session.end();
  }
}

const PLAIN_TABLE = `
  create table plain_title as
  select t.number, t.name,
    setweight(to_tsvector('german', t.name), 'A')
      || to_tsvector('german', concat_ws(' ', t.series, t.description, array_to_string(t.keywords, ' '),
                                         array_to_string(t.subjects, ' '), p.name)) as words
  from licences.title t join licences.publisher p on p.id = t.publisher_id`;

async function searchPlain(database: TestDatabase, column: Catalogue['column'], query: string): Promise<string[]> {
  const found = await database.query<{ name: string }>(
    `select ${column} as name from plain_title, websearch_to_tsquery('german', $1) q
     where words @@ q order by ts_rank(words, q) desc, plain_title.name, number limit ${FIRST}`,
    [query],
  );
  return found.map(({ name }) => name);
}
