/** Writes what no import brings: media centres with their areas, and school groups with their schools. */

import type { EntityTransaction, Queryable } from '../database/queryable';
import { statement } from '../database/statement';
import { SchoolEntity } from '../services/schools/school/school-entity';
import { type DemoSchoolGroup, MEDIA_CENTRES } from './media-centres';

export function hasSchools({ manager }: EntityTransaction): Promise<boolean> {
  return manager.exists(SchoolEntity);
}

const WRITE_MEDIA_CENTRES = statement(
  'writeMediaCentres',
  `with centre as (
     insert into schools.organisation (level, state, number, name)
     select 'MEDIA_CENTRE', 'NW', x.number, x.name from json_to_recordset($1) as x(number text, name text)
     returning id, number)
   insert into schools.media_centre_area (media_centre_id, district_id, municipality_ags, valid)
   select c.id, d.id, x.municipality, '(,)'
   from json_to_recordset($1) as x(number text, district text, municipality text)
   join centre c on c.number = x.number
   join schools.district d on d.ags = x.district`,
);

/**
 * The districts and municipalities must exist already, and the schools must not, because they get their centre when
 * they are written.
 */
export async function writeMediaCentres(db: Queryable): Promise<void> {
  const centres = MEDIA_CENTRES.map(({ number, name, district, municipalityAgs }) => ({
    number,
    name,
    district: district.ags,
    municipality: municipalityAgs,
  }));
  await db.query(WRITE_MEDIA_CENTRES, [JSON.stringify(centres)]);
}

const WRITE_SCHOOL_GROUPS = statement(
  'writeSchoolGroups',
  `with school_group as (
     insert into schools.organisation (level, state, number, name)
     select 'SCHOOL_GROUP', 'NW', x.number, x.name from json_to_recordset($1) as x(number text, name text)
     returning id, number),
   owned as (
     insert into schools.school_group (id, owner_id, kept_by)
     select g.id, w.id, 'FILE'
     from school_group g
     join json_to_recordset($1) as x(number text, owner text) on x.number = g.number
     join schools.organisation w on w.key = 'MEDIA_CENTRE:NW:' || x.owner)
   insert into schools.membership (school_id, organisation_id, level, valid)
   select s.id, g.id, 'SCHOOL_GROUP', '(,)'
   from json_to_recordset($2) as x(number text, school text)
   join school_group g on g.number = x.number
   join schools.organisation s on s.key = 'SCHOOL:NW:' || x.school`,
);

export async function writeSchoolGroups(db: Queryable, groups: readonly DemoSchoolGroup[]): Promise<void> {
  const members = groups.flatMap(({ number, schoolNumbers }) => schoolNumbers.map((school) => ({ number, school })));
  await db.query(WRITE_SCHOOL_GROUPS, [
    JSON.stringify(groups.map(({ number, name, mediaCentre }) => ({ number, name, owner: mediaCentre.number }))),
    JSON.stringify(members),
  ]);
}
