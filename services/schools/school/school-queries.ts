import { type Bounds, type Period, periodOf } from '../../../access/period';
import { boundsOf, millisecondsOf } from '../../subgraph/bounds';
import { onePlan } from '../../subgraph/prepared-statements';
import type { Session } from '../../subgraph/session';
import { TIMELINE } from '../entitlement/entitlement-queries';
import type { School } from './school';

interface SchoolRow extends Omit<School, 'operating'> {
  readonly operating: Bounds;
}

/** A school, and how long what was found of it stands. */
export interface FoundSchool extends School {
  /** The database's ids of the organisations that it belongs, belonged or will belong to. */
  readonly everBelongedTo: readonly string[];
  /** When it next begins or ends to belong to one, in epoch milliseconds; null for never. */
  readonly movesAt: number | null;
}

const COLUMNS = `
  s.id as row, o.external_id as id, o.number, o.name, s.short_name as "shortName", s.form, s.form_code as "formCode", s.city,
  ${boundsOf('s.operating')} as operating,
  array(select above.key from directory.membership m join directory.organisation above on above.id = m.organisation_id
        where m.school_id = s.id and m.valid @> now()) as organisations`;

const MEMBERSHIPS = `
  array(select m.organisation_id from directory.membership m where m.school_id = s.id) as "everBelongedTo",
  (select ${millisecondsOf('min(moment)')}
   from directory.membership m, unnest(array[lower(m.valid), upper(m.valid)]) moment
   where m.school_id = s.id and moment > now()) as "movesAt"`;

/**
 * Schools by id (`NW:100000`), with the organisations that each belongs to now.
 *
 * @param withTimeline those of them that come with their timelines
 */
export async function findSchools(
  session: Session,
  ids: readonly string[],
  withTimeline: readonly string[] = [],
): Promise<FoundSchool[]> {
  const timelines = `, case when o.external_id = any ($2) then ${TIMELINE} end as timeline`;
  const rows = await session.query<SchoolRow & FoundSchool>(
    onePlan(`select ${COLUMNS}, ${MEMBERSHIPS} ${withTimeline.length > 0 ? timelines : ''}
     from schools.organisation o join schools.school s on s.id = o.id
     where o.key = any ($1)`),
    [ids.map((id) => `SCHOOL:${id}`), ...(withTimeline.length > 0 ? [withTimeline] : [])],
  );
  return rows.map(toSchool);
}

/** The schools under an organisation now, by number, from the one after `after`; one more than `first` where there is one. */
export async function listSchoolsUnder(
  session: Session,
  organisationKey: string,
  first: number,
  after: string | null,
): Promise<School[]> {
  const rows = await session.query<SchoolRow>(
    `select ${COLUMNS}
     from directory.membership under
     join directory.organisation holder on holder.id = under.organisation_id and holder.key = $1
     join schools.organisation o on o.id = under.school_id
     join schools.school s on s.id = o.id
     where under.valid @> now() and ($3::text is null or o.number > $3)
     order by o.number limit $2 + 1`,
    [organisationKey, first, after],
  );
  return rows.map(toSchool);
}

function toSchool<Row extends SchoolRow>(row: Row): Row & { readonly operating: Period } {
  return { ...row, operating: periodOf(row.operating) };
}
