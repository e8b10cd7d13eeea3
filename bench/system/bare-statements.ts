/**
 * The statements that the services send for a page, a check and a year's report where school, titles and sums are not
 * in memory, and terms and timeline are: one statement each. Usually they are answered from memory.
 */
import type { DataSource } from 'typeorm';
import { type Caller, type OrganisationKey, SCOPES_OF_KIND } from '../../caller/caller';
import { connect } from '../../database/connection';
import { findTitlesWithPackages, listLicensedTitles } from '../../services/licences/access/access-queries';
import { rulingOn } from '../../services/licences/access/ruling';
import { titlePage } from '../../services/licences/title/title-list';
import { findAuthorities } from '../../services/schools/organisation/organisation-queries';
import { findSchools } from '../../services/schools/school/school-queries';
import { sumsOfAuthorities } from '../../services/usage/sums/sums-queries';
import { grantsOf, inSession, openSchool } from '../../test/open-school';
import { AUTHORITY, type Installation } from '../installation';
import { type RecordedTransaction, statementsOf } from './statements';

/** Identifies what is asked about a school, or the sums of an authority. */
export type BareQuestion = BareAccess | BareSums;

interface BareSums {
  readonly authority: OrganisationKey;
  readonly months: readonly string[];
}

interface BareAccess {
  readonly number: string;
  readonly search?: string;
  /** The titles of a check. A page is asked for where they are left out. */
  readonly titleIds?: readonly string[];
}

const CONNECTION = { poolSize: 1, applicationName: 'bench bare' };

export async function bareStatements(
  { databases }: Installation,
  questions: readonly BareQuestion[],
): Promise<RecordedTransaction[][]> {
  const schools = await connect(databases.schools, CONNECTION);
  const licences = await connect(databases.licences, CONNECTION);
  const usage = await connect(databases.usage, CONNECTION);
  try {
    const found: RecordedTransaction[][] = [];
    for (const question of questions) {
      if ('authority' in question) {
        found.push(await sumsOf(schools, usage, question));
        continue;
      }
      const { number, search, titleIds } = question;
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
    await usage.destroy();
  }
}

function sumsOf(
  schools: DataSource,
  usage: DataSource,
  { authority, months }: BareSums,
): Promise<RecordedTransaction[]> {
  const caller: Caller = { kind: 'reporting', subject: 'bench', scopes: SCOPES_OF_KIND.reporting, bound: [authority] };
  return statementsOf(async () => {
    await inSession(schools, caller, (session) => findAuthorities(session, [authority]));
    await inSession(usage, caller, (session) => sumsOfAuthorities(session, [{ of: authority, months }]));
  });
}
