/** Opens a catalogue for measurements, with the caches of the licences service filled. */
import type { DataSource } from 'typeorm';
import { connect } from '../../database/connection';
import { type Ruling, rulingOn } from '../../services/licences/access/ruling';
import { type FrequentWords, findFrequentWords } from '../../services/licences/search/frequent-words';
import type { TitlePlace } from '../../services/licences/title/title-page';
import { Session } from '../../services/subgraph/database/session';
import type { TestDatabase } from '../../test/database';
import { grantsOf, inSession, type OpenSchool, openSchool } from '../../test/open-school';
import { SCHOOL } from './catalogue-world';

export interface Catalogue {
  readonly size: number;
  readonly database: TestDatabase;
  readonly licences: DataSource;
  readonly school: OpenSchool;
  readonly ruling: Ruling;
  readonly frequent: FrequentWords;
  /** Places that are spread over the catalogue, for pages other than the first. */
  readonly places: readonly TitlePlace[];
}

export async function openCatalogue(database: TestDatabase, size: number): Promise<Catalogue> {
  const schools = await connect(database.urlOf('schools'), { poolSize: 1, applicationName: 'bench' });
  const school = await openSchool(schools, SCHOOL);
  await schools.destroy();
  const licences = await connect(database.urlOf('licences'), { poolSize: 1, applicationName: 'bench' });
  const grants = await grantsOf(licences, school);
  return {
    size,
    database,
    licences,
    school,
    ruling: rulingOn(grants, { at: Date.now(), right: 'STREAM', audience: 'TEACHER' }),
    frequent: await inSession(licences, school.caller, findFrequentWords),
    places: await database.query<TitlePlace>(
      'select 0 as rank, sort_key as "sortKey", id from licences.title where id % 97 = 0 order by md5(number) limit 100',
    ),
  };
}

/** Queries as the service does, but without its time limit, so that a slow statement is measured and does not fail. */
export async function inCatalogue<Result>(
  { licences, school }: Catalogue,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = new Session(licences, school.caller, undefined, undefined, { longestStatementMs: 600_000 });
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}
