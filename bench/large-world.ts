/**
 * Makes a large installation in the database, with tens of thousands of titles and one school where thousands of
 * licences are in force.
 */

type Query = <Row>(sql: string, parameters?: unknown[]) => Promise<Row[]>;

export interface LargeWorld {
  readonly titles: number;
  readonly licences: number;
  /** The key of a school where all licences are in force: `NW:100000`. */
  readonly busySchool: string;
  /** The key of a school where one licence with a few titles is in force: `NW:100001`. */
  readonly sparseSchool: string;
}

export function largeWorldOf(titles: number, licences: number): LargeWorld {
  return { titles, licences, busySchool: 'NW:100000', sparseSchool: 'NW:100001' };
}

/**
 * The same numbers always make the same rows.
 *
 * @param writeTitles writes that many titles, with ids from 1 on
 */
export async function makeLargeWorld(
  query: Query,
  titles: number,
  licences: number,
  writeTitles: () => Promise<void> = () => writeShortTitles(query, titles),
): Promise<LargeWorld> {
  await query(`
    select setseed(0.5);
    insert into schools.organisation (level, state, number, name) values
      ('STATE', 'NW', 'NW', 'Nordrhein-Westfalen'), ('DISTRICT', 'NW', '05001', 'Kreis'), ('AUTHORITY', 'NW', '10000', 'Stadt'),
      ('SCHOOL', 'NW', '100000', 'Große Schule'), ('SCHOOL', 'NW', '100001', 'Kleine Schule');
    insert into schools.district (id, ags, kind, number_plates) select id, '05001', 'Kreis', '{}' from schools.organisation where level = 'DISTRICT';
    insert into schools.authority (id, in_key_list) select id, true from schools.organisation where level = 'AUTHORITY';
    insert into schools.municipality (ags, name, district_id) select '05001000', 'Stadt', id from schools.organisation where level = 'DISTRICT';
    insert into schools.school (id, short_name, form_code, legal_form_code, municipality_ags, postcode, city, street, operation_code, operating)
      select id, '', '20', '1', '05001000', '', '', '', '1', '(,)' from schools.organisation where level = 'SCHOOL';
    insert into schools.membership (school_id, organisation_id, level, valid)
      select s.id, o.id, o.level, '(,)' from schools.organisation s join schools.organisation o on o.level <> 'SCHOOL' or o.id = s.id
      where s.level = 'SCHOOL' and not (s.number = '100001' and o.level in ('STATE', 'AUTHORITY'))`);
  await writeTitles();
  await query(
    `insert into licences.package (number, name) select 'P' || n, 'Paket ' || n from generate_series(1, 400) n`,
  );
  await query(
    `insert into licences.package_title (package_id, title_id)
     select distinct 1 + (n * 7 + copy * 131) % 399, n from generate_series(1, $1::int) n, generate_series(1, 3) copy
     where n % 5 <> 0`,
    [titles],
  );
  await query('insert into licences.package_title (package_id, title_id) select 400, n from generate_series(1, 40) n');
  await query(
    `with licence as (insert into licences.licence select from generate_series(1, $1::int) returning id)
     insert into licences.licence_terms (licence_id, term, term_kind, holder_levels, rights, pupil_rights)
     select id, '(,)', 'UNLIMITED', '{STATE,AUTHORITY,SCHOOL}', '{STREAM,DOWNLOAD,LMS_EMBEDDING}', '{STREAM}' from licence`,
    [licences + 1],
  );
  await query(
    `insert into licences.contract (licence_id, number, name, kind, publisher_id, owner_id)
     select l.id, 'L' || l.id, 'Lizenz ' || l.id, 'Lizenz', 1, o.id from licences.licence l, schools.organisation o where o.level = 'STATE'`,
  );
  await query(
    `insert into licences.licence_package (licence_id, package_id)
     select distinct n, 1 + (n * copy * 17) % 399 from generate_series(1, $1::int) n, generate_series(1, 2) copy
     union all select $1 + 1, 400`,
    [licences],
  );
  await query(
    `insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by)
     select n, state.id, holder.id, '[2020-01-01,)'::tstzrange, '{STREAM,DOWNLOAD}'::text[], 'bench'
     from generate_series(1, $1::int) n
     join schools.organisation state on state.level = 'STATE'
     join schools.organisation holder on holder.key = (array['STATE:NW', 'AUTHORITY:NW:10000', 'SCHOOL:NW:100000'])[1 + n % 3]
     union all
     select $1 + 1, state.id, holder.id, '[2020-01-01,)', '{STREAM}', 'bench'
     from schools.organisation state, schools.organisation holder where state.level = 'STATE' and holder.key = 'SCHOOL:NW:100001'`,
    [licences],
  );
  await query('vacuum analyze');
  return largeWorldOf(titles, licences);
}

async function writeShortTitles(query: Query, titles: number): Promise<void> {
  await query("insert into licences.publisher (name) select 'Verlag ' || n from generate_series(1, 40) n");
  await query(
    `insert into licences.title (number, name, publisher_id, kind, subjects, rights, sort_key, search)
     select n::text, initcap(substr(md5(n::text), 1, 8)) || ' und ' || n, 1 + n % 40, (array['VIDEO', 'AUDIO', 'DOCUMENT'])[1 + n % 3],
       array[(array['Biologie', 'Chemie', 'Deutsch', 'Geschichte', 'Mathematik'])[1 + n % 5]],
       '{STREAM,DOWNLOAD,LMS_EMBEDDING}', substr(md5(n::text), 1, 8),
       format('%s:1A und:1A %s:1A film:1 %s:1', substr(md5(n::text), 1, 8), n, md5((n % 1000)::text))::tsvector
     from generate_series(1, $1::int) n`,
    [titles],
  );
}
