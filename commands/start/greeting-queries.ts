import { Client } from 'pg';
import type { OrganisationKey } from '../../caller/caller';

/** A school that shows something: in operation, and with what is above it. */
export interface SpeakingSchool {
  readonly number: string;
  readonly name: string;
  readonly authority: OrganisationKey;
  readonly mediaCentre: OrganisationKey;
  readonly state: OrganisationKey;
}

/**
 * As the owner, whom no row-level security hides a school from.
 *
 * @param preferred the key of the school that is taken where it is there
 * @returns null where there is no school in operation
 */
export async function findSpeakingSchool(ownerUrl: string, preferred: string): Promise<SpeakingSchool | null> {
  const owner = new Client({ connectionString: ownerUrl, application_name: 'freischalter start' });
  await owner.connect();
  try {
    const { rows } = await owner.query<SpeakingSchool>(
      `select o.number, o.name, 'STATE:' || o.state as state, authority.key as authority, centre.key as "mediaCentre"
       from schools.school s
       join schools.organisation o on o.id = s.id
       join lateral (
         select above.key from schools.membership m join schools.organisation above on above.id = m.organisation_id
         where m.school_id = s.id and m.level = 'AUTHORITY' and m.valid @> now()) authority on true
       join lateral (
         select above.key from schools.membership m join schools.organisation above on above.id = m.organisation_id
         where m.school_id = s.id and m.level = 'MEDIA_CENTRE' and m.valid @> now()) centre on true
       where s.operating @> now()
       order by o.key = $1 desc, o.number
       limit 1`,
      [preferred],
    );
    return rows[0] ?? null;
  } finally {
    await owner.end();
  }
}
