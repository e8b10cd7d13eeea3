/** What media centres serve, and the schools that belong to them because of it. */

import type { Queryable } from '../../../database/queryable';
import { int, nullable, statement, text } from '../../../database/statement';
import { isoInstant } from '../../import-file/days';
import type { Area } from './area-periods';

const STORED_AREAS = statement(
  'storedAreas',
  `select coalesce(a.municipality_ags, d.ags) as ags, o.number as centre, ${isoInstant('lower(a.valid)')} as "from",
     ${isoInstant('upper(a.valid)')} as until
   from schools.media_centre_area a
   join schools.organisation o on o.id = a.media_centre_id
   join schools.district d on d.id = a.district_id
   where o.state = $1 order by 1, lower(a.valid) nulls first`,
  { ags: text, centre: text, from: nullable(text), until: nullable(text) },
);

export async function storedAreas(db: Queryable, state: string): Promise<Area[]> {
  return db.query(STORED_AREAS, [state]);
}

const INSERT_MUNICIPALITIES = statement(
  'insertMunicipalities',
  `insert into schools.municipality (ags, name, district_id)
   select x.ags, 'Gemeinde ' || x.ags, d.id from unnest($1::text[]) as x(ags) join schools.district d on d.ags = left(x.ags, 5)
   on conflict (ags) do nothing`,
);

const DROP_AREAS = statement(
  'dropAreas',
  `delete from schools.media_centre_area a using schools.organisation o
   where o.id = a.media_centre_id and o.level = 'MEDIA_CENTRE' and o.state = $1 and o.number = any ($2)`,
);

const INSERT_AREAS = statement(
  'insertAreas',
  `insert into schools.media_centre_area (media_centre_id, district_id, municipality_ags, valid)
   select o.id, d.id, case when length(x.ags) = 8 then x.ags end, tstzrange(x."from", x.until)
   from json_to_recordset($2) as x(ags text, centre text, "from" timestamptz, until timestamptz)
   join schools.organisation o on o.key = 'MEDIA_CENTRE:' || $1 || ':' || x.centre
   join schools.district d on d.ags = left(x.ags, 5)`,
);

/** The districts must exist already. A municipality that no list has named yet has its key as its name. */
export async function writeAreas(
  db: Queryable,
  state: string,
  centres: readonly string[],
  areas: readonly Area[],
): Promise<void> {
  await db.query(INSERT_MUNICIPALITIES, [[...new Set(areas.map(({ ags }) => ags).filter((ags) => ags.length === 8))]]);
  await db.query(DROP_AREAS, [state, centres]);
  await db.query(INSERT_AREAS, [state, JSON.stringify(areas)]);
}

const DROP_NEXT_CENTRES = statement('dropNextCentres', 'drop table if exists pg_temp.next_centre');

const CREATE_NEXT_CENTRES = statement(
  'createNextCentres',
  `create temporary table next_centre (school_id bigint, centre_id bigint, before tstzmultirange, after tstzmultirange)
   on commit drop`,
);

const FIND_NEXT_CENTRES = statement(
  'findNextCentres',
  `with served as (
     select s.id as school_id, a.media_centre_id as centre_id, a.municipality_ags is not null as is_own,
       range_agg(a.valid) as valid
     from schools.school s
     join schools.organisation o on o.id = s.id and o.state = $1
     join schools.municipality mu on mu.ags = s.municipality_ags
     join schools.media_centre_area a
       on a.district_id = mu.district_id and coalesce(a.municipality_ags, s.municipality_ags) = s.municipality_ags
     where $3 or exists (
       select from schools.media_centre_area later
       where later.district_id = mu.district_id and (lower(later.valid) > $2 or upper(later.valid) > $2))
     group by 1, 2, 3),
   own as (select school_id, range_agg(valid) as valid from served where is_own group by school_id),
   wanted as (
     select x.school_id, x.centre_id,
       range_agg(case when x.is_own then x.valid else x.valid - coalesce(own.valid, '{}') end)
         * tstzmultirange(tstzrange($2, null)) as valid
     from served x left join own on own.school_id = x.school_id
     group by 1, 2),
   held as (
     select m.school_id, m.organisation_id as centre_id, range_agg(m.valid) as valid
     from schools.membership m
     where m.level = 'MEDIA_CENTRE' and m.school_id in (select school_id from served)
     group by 1, 2)
   insert into next_centre
   select coalesce(h.school_id, w.school_id), coalesce(h.centre_id, w.centre_id), coalesce(h.valid, '{}'),
     coalesce(h.valid * tstzmultirange(tstzrange(null, $2)), '{}') + coalesce(w.valid, '{}')
   from held h full join wanted w on w.school_id = h.school_id and w.centre_id = h.centre_id`,
);

const DELETE_UNCHANGED = statement('deleteUnchangedCentres', 'delete from next_centre where before = after');

const DROP_FORMER_CENTRES = statement(
  'dropFormerCentres',
  'delete from schools.membership m using next_centre n where m.school_id = n.school_id and m.organisation_id = n.centre_id',
);

const INSERT_NEXT_CENTRES = statement(
  'insertNextCentres',
  `insert into schools.membership (school_id, organisation_id, level, valid)
   select school_id, centre_id, 'MEDIA_CENTRE', unnest(after) from next_centre order by school_id`,
);

const COUNT_FOLLOWING = statement('countFollowing', 'select count(distinct school_id)::int as count from next_centre', {
  count: int,
});

/**
 * Makes schools belong, from `asOf` on, to the media centre that serves their municipality, or else their district,
 * including the changes that are known for the future. The past stays.
 *
 * @param which `all` schools of the state, or those of districts whose centre changes `later` than asOf
 * @returns how many schools changed
 */
export async function followAreas(
  db: Queryable,
  state: string,
  asOf: Date,
  which: 'all' | 'later' = 'all',
): Promise<number> {
  await db.query(DROP_NEXT_CENTRES);
  await db.query(CREATE_NEXT_CENTRES);
  await db.query(FIND_NEXT_CENTRES, [state, asOf, which === 'all']);
  await db.query(DELETE_UNCHANGED);
  await db.query(DROP_FORMER_CENTRES);
  await db.query(INSERT_NEXT_CENTRES);
  const [changed] = await db.query(COUNT_FOLLOWING);
  return changed?.count ?? 0;
}
