/**
 * What a page and a check cost in SQL. The services answer them from memory; these are the statements that they send
 * where school and titles are not kept, and terms and timeline are: one statement each.
 */
import { connect } from '../../database/connection';
import { findTitlesWithPackages, listLicensedTitles } from '../../services/licences/access/access-queries';
import { rulingOn } from '../../services/licences/access/ruling';
import { titlePage } from '../../services/licences/title/title-list';
import { findSchools } from '../../services/schools/school/school-queries';
import { grantsOf, inSession, openSchool } from '../../test/open-school';
import { AUTHORITY, type Installation } from '../installation';
import { type RecordedTransaction, statementsOf } from './statements';

export interface BareQuestion {
  readonly number: string;
  readonly search?: string;
  /** A check of these; a page where they are left out. */
  readonly titleIds?: readonly string[];
}

const CONNECTION = { poolSize: 1, applicationName: 'bench bare' };

export async function bareStatements(
  { databases }: Installation,
  questions: readonly BareQuestion[],
): Promise<RecordedTransaction[][]> {
  const schools = await connect(databases.schools, CONNECTION);
  const licences = await connect(databases.licences, CONNECTION);
  try {
    const found: RecordedTransaction[][] = [];
    for (const { number, search, titleIds } of questions) {
      const id = `NW:${number}`;
      const school = await openSchool(schools, id, [AUTHORITY]);
      const { caller } = school;
      const ruling = rulingOn(await grantsOf(licences, school), {
        at: Date.now(),
        right: 'STREAM',
        audience: 'TEACHER',
      });
      const page = titlePage([], { search, first: 20 });
      const sent = await statementsOf(async () => {
        await inSession(schools, caller, (session) => findSchools(session, [id]));
        await inSession(licences, caller, async (session) => {
          if (titleIds) await findTitlesWithPackages(session, ruling, titleIds);
          else await listLicensedTitles(session, ruling, page);
        });
      });
      found.push(sent);
    }
    return found;
  } finally {
    await schools.destroy();
    await licences.destroy();
  }
}
