import type { Queryable } from '../../../database/queryable';
import { boolean, int, neverNull, oneOf, type RowOf, statement, text } from '../../../database/statement';
import type { ListedMunicipality } from '../school-list/school-list';
import type { District } from './nrw-districts';

export interface Changes {
  readonly added: number;
  readonly changed: number;
}

const CHANGES = { isNew: boolean, count: int };

interface NamedOrganisation {
  readonly level: 'STATE' | 'REGIONAL_ASSOCIATION' | 'DISTRICT' | 'AUTHORITY' | 'MEDIA_CENTRE' | 'SCHOOL';
  readonly number: string;
  readonly name: string;
}

const UPSERT_ORGANISATIONS = statement(
  'upsertOrganisations',
  `with written as (
     insert into schools.organisation as o (level, state, number, name)
     select level, $1, number, name from json_to_recordset($2) as x(level text, number text, name text)
     on conflict (key) do update set name = excluded.name where o.name <> excluded.name
     returning o.xmax = 0 as is_new)
   select is_new as "isNew", count(*)::int as count from written group by is_new`,
  CHANGES,
);

/** Inserts the organisations that are missing, and renames those that have another name. */
export async function upsertOrganisations(
  db: Queryable,
  state: string,
  organisations: readonly NamedOrganisation[],
): Promise<Changes> {
  return changes(await db.query(UPSERT_ORGANISATIONS, [state, JSON.stringify(organisations)]));
}

const UPSERT_DISTRICTS = statement(
  'upsertDistricts',
  `with written as (
     insert into schools.district as d (id, ags, kind, number_plates, nuts3, regional_association_id)
     select o.id, x.ags, x.kind, x."numberPlates", x.nuts3, r.id
     from json_to_recordset($2) as x(ags text, kind text, "numberPlates" text[], nuts3 text, association text)
     join schools.organisation o on o.key = 'DISTRICT:' || $1 || ':' || x.ags
     join schools.organisation r on r.key = 'REGIONAL_ASSOCIATION:' || $1 || ':' || x.association
     on conflict (id) do update set kind = excluded.kind, number_plates = excluded.number_plates,
       nuts3 = excluded.nuts3, regional_association_id = excluded.regional_association_id
     where (d.kind, d.number_plates, d.nuts3, d.regional_association_id)
       is distinct from (excluded.kind, excluded.number_plates, excluded.nuts3, excluded.regional_association_id)
     returning d.xmax = 0 as is_new)
   select is_new as "isNew", count(*)::int as count from written group by is_new`,
  CHANGES,
);

export async function upsertDistricts(db: Queryable, state: string, districts: readonly District[]): Promise<Changes> {
  return changes(await db.query(UPSERT_DISTRICTS, [state, JSON.stringify(districts)]));
}

const UPSERT_MUNICIPALITIES = statement(
  'upsertMunicipalities',
  `with written as (
     insert into schools.municipality as m (ags, name, district_id)
     select x.ags, x.name, d.id
     from json_to_recordset($1) as x(ags text, name text)
     left join schools.district d on d.ags = left(x.ags, 5)
     on conflict (ags) do update set name = excluded.name, district_id = excluded.district_id
     where (m.name, m.district_id) is distinct from (excluded.name, excluded.district_id)
     returning m.xmax = 0 as is_new)
   select is_new as "isNew", count(*)::int as count from written group by is_new`,
  CHANGES,
);

/** The districts must exist already. A municipality that the list no longer has is kept. */
export async function upsertMunicipalities(
  db: Queryable,
  municipalities: readonly ListedMunicipality[],
): Promise<Changes> {
  return changes(await db.query(UPSERT_MUNICIPALITIES, [JSON.stringify(municipalities)]));
}

const LISTED_MUNICIPALITIES = statement('upsertListedMunicipalities', 'select ags, name from listed_municipality', {
  ags: neverNull(text, 'what is listed has a key'),
  name: neverNull(text, 'it goes by its key where no school names a place'),
});

/** Does the same for the table `listed_municipality`. */
export async function upsertListedMunicipalities(db: Queryable): Promise<Changes> {
  return upsertMunicipalities(db, await db.query(LISTED_MUNICIPALITIES));
}

const DISTRICTS_WITHOUT_CENTRE = statement(
  'findDistrictsWithoutCentre',
  `select 'MEDIA_CENTRE' as level, 'MZ-' || d.ags as number, 'Medienzentrum ' || o.name as name
   from schools.district d join schools.organisation o on o.id = d.id
   where o.state = $1 and not exists (
     select from schools.media_centre_area a
     where a.district_id = d.id and a.municipality_ags is null and a.valid && tstzrange($2, null))`,
  { level: oneOf(['MEDIA_CENTRE']), number: text, name: text },
);

const INSERT_DISTRICT_AREAS = statement(
  'insertDistrictAreas',
  `insert into schools.media_centre_area (media_centre_id, district_id, valid)
   select o.id, d.id, case when exists (select from schools.media_centre_area a
                                        where a.district_id = d.id and a.municipality_ags is null)
                           then tstzrange($3, null) else '(,)' end
   from unnest($2::text[]) as x(number)
   join schools.organisation o on o.key = 'MEDIA_CENTRE:' || $1 || ':' || x.number
   join schools.district d on d.ags = right(x.number, 5)`,
);

/**
 * Gives every district that no media centre serves as a whole, from that instant on, one of its own: `MZ-05111`,
 * „Medienzentrum Düsseldorf“. It serves the part of the district that no other one serves.
 */
export async function fillMissingMediaCentres(db: Queryable, state: string, asOf: Date): Promise<number> {
  const missing = await db.query(DISTRICTS_WITHOUT_CENTRE, [state, asOf]);
  if (missing.length === 0) return 0;
  await upsertOrganisations(db, state, missing);
  await db.query(INSERT_DISTRICT_AREAS, [state, missing.map(({ number }) => number), asOf]);
  return missing.length;
}

function changes(rows: readonly RowOf<typeof CHANGES>[]): Changes {
  const count = (isNew: boolean) => rows.find((row) => row.isNew === isNew)?.count ?? 0;
  return { added: count(true), changed: count(false) };
}
