/** Writes a world into a database as its owner, with one statement for each table. */
import { USAGE_RIGHTS } from '../access/right';
import { searchVector } from '../services/licences/search/search-vector';
import { complete, instantOf, periodOf, type Span, termsOf, type World } from './world';

export interface SeededWorld {
  /** Returns the GraphQL id of a school or another organisation of the world: `NW:100000`. */
  organisation(name: string): string;
  title(name: string): string;
  licence(name: string): string;
  entitlement(name: string): string;
  /** Returns the name of an entitlement, by its id. */
  nameOfEntitlement(id: string): string;
}

type Query = <Row>(sql: string, parameters?: unknown[]) => Promise<Row[]>;

/** Empties what a world may fill, and the audit trail of the world before. */
export async function clearWorld(query: Query): Promise<void> {
  await query(CLEAR);
  /** The services keep ids of organisations for ever, so each world has the ids of the world before. */
  await query("select setval(pg_get_serial_sequence('schools.organisation', 'id'), 1, false)");
  /** The first entitlement is 9 and the second one 10, so that an order of ids as texts is not an order by age. */
  await query("select setval(pg_get_serial_sequence('schools.entitlement', 'id'), 9, false)");
}

const FILLED = [
  'schools.survey_answer',
  'schools.survey_request',
  'schools.survey_candidate',
  'schools.survey',
  'schools.seat_lease',
  'schools.entitlement_suspension',
  'schools.entitlement',
  'schools.assignment_licence',
  'schools.assignment',
  'schools.amendment',
  'schools.worklist_note',
  'schools.notice',
  'schools.notice_mail',
  'schools.notice_subscription',
  'schools.membership',
  'schools.school_group',
  'schools.media_centre_area',
  'schools.school',
  'schools.municipality',
  'schools.district',
  'schools.authority',
  'schools.organisation',
  'licences.licence_package',
  'licences.purchase',
  'licences.agreement',
  'licences.licence_version',
  'licences.contract',
  'licences.licence_terms',
  'licences.licence',
  'licences.package_title',
  'licences.package',
  'licences.title',
  'licences.publisher',
  ...['schools', 'licences'].flatMap((schema) =>
    ['entry', 'change', 'link', 'head', 'person'].map((part) => `${schema}.audit_${part}`),
  ),
];

/**
 * Deleting some dozen rows takes a tenth of the time of a truncate, and a third of that with triggers and foreign keys
 * off. Without triggers, the audit trail can be emptied too.
 */
const CLEAR = `do $$ begin
    set local session_replication_role = replica;
    ${FILLED.map((table) => `delete from ${table};`).join(' ')}
  end $$`;

/** A larger world gets statistics, as the import of a school list collects them. */
const SCHOOLS_WITHOUT_STATISTICS = 100;

/** Puts the world into the state NW, and into one district and one municipality unless it names others. */
export async function seedWorld(query: Query, given: World): Promise<SeededWorld> {
  const world = complete(given);
  const organisations = world.organisations as Record<string, string>;
  const schoolNames = Object.keys(world.schools);
  const names = [...Object.keys(organisations), ...schoolNames];
  const levels = names.map((name) => organisations[name] ?? 'SCHOOL');
  const numbers = levels.map((level, index) => {
    if (level === 'STATE') return index === 0 ? 'NW' : 'BY';
    return level === 'SCHOOL' ? `${100_000 + index}` : `${10_000 + index}`;
  });
  const states = numbers.map((number) => (number === 'BY' ? 'BY' : 'NW'));
  const organisationIds = await idsOf(
    query,
    `insert into schools.organisation (level, state, number, name)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) returning id`,
    [levels, states, numbers, names],
    names,
  );
  const rowOf = (name: string) => known(organisationIds, name);
  await query(
    `with district as (
       insert into schools.district (id, ags, kind, number_plates)
       select id, '05' || lpad((n % 1000)::text, 3, '0'), 'Kreis', '{}' from unnest($1::bigint[]) with ordinality as d(id, n)),
     authority as (insert into schools.authority (id, in_key_list) select id, true from unnest($2::bigint[]) as a(id))
     insert into schools.municipality (ags, name, district_id) values ('05001000', 'Musterstadt', $3)`,
    [
      names.filter((name) => organisations[name] === 'DISTRICT').map(rowOf),
      names.filter((name) => organisations[name] === 'AUTHORITY').map(rowOf),
      rowOf('DISTRICT'),
    ],
  );
  await query(
    `insert into schools.school (id, short_name, form_code, legal_form_code, municipality_ags, postcode, city, street,
                                 operation_code, operating)
     select id, '', '20', '1', '05001000', '', '', '', '1', operating from unnest($1::bigint[], $2::tstzrange[]) as s(id, operating)`,
    [schoolNames.map(rowOf), schoolNames.map((name) => range(world.schools[name]?.operating))],
  );

  const memberships = schoolNames.flatMap((school) => {
    const { belongsTo } = world.schools[school] as World['schools'][string];
    const above = belongsTo.map(({ to, ...span }) => ({
      school,
      to,
      level: organisations[to] as string,
      span: range(span),
    }));
    return [...above, { school, to: school, level: 'SCHOOL', span: '(,)' }];
  });
  await query(
    `insert into schools.membership (school_id, organisation_id, level, valid)
     select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::tstzrange[])`,
    [
      memberships.map(({ school }) => rowOf(school)),
      memberships.map(({ to }) => rowOf(to)),
      memberships.map(({ level }) => level),
      memberships.map(({ span }) => span),
    ],
  );

  const [publisher] = await query<{ id: string }>(
    "insert into licences.publisher (name) values ('Musterverlag') returning id",
  );
  const titles = Object.entries(world.titles);
  const titleIds = await idsOf(
    query,
    `insert into licences.title (number, name, publisher_id, kind, rights, playout, withdrawn_at, sort_key, search, open_licence)
     select name, name, $6, kind, string_to_array(rights, ','), playout, withdrawn, lower(name), search::tsvector,
       case when is_open then 'CC-BY-4.0' end
     from unnest($1::text[], $2::text[], $3::text[], $4::tstzrange[], $5::timestamptz[], $7::text[], $8::boolean[])
       as t(name, kind, rights, playout, withdrawn, search, is_open)
     returning id`,
    [
      titles.map(([name]) => name),
      titles.map(([, { kind }]) => kind ?? 'VIDEO'),
      titles.map(([, { rights }]) => (rights ?? USAGE_RIGHTS).join(',')),
      titles.map(([, { playout }]) => range(playout)),
      titles.map(([, { withdrawn }]) => (withdrawn ? new Date(instantOf(withdrawn)) : null)),
      publisher?.id,
      titles.map(([name]) => searchVector({ name, description: '', keywords: [], subjects: [], publisher: '' })),
      titles.map(([, { open }]) => open ?? false),
    ],
    titles.map(([name]) => name),
  );

  const packageIds = await idsOf(
    query,
    'insert into licences.package (number, name) select name, name from unnest($1::text[]) as p(name) returning id',
    [Object.keys(world.packages)],
    Object.keys(world.packages),
  );
  const contents = Object.entries(world.packages).flatMap(([name, titles]) =>
    titles.map(({ title, ...span }) => [known(packageIds, name), known(titleIds, title), range(span)]),
  );
  await insertRows(
    query,
    'licences.package_title (package_id, title_id, valid)',
    ['bigint', 'bigint', 'tstzrange'],
    contents,
  );

  const licences = Object.entries(world.licences);
  const licenceIds = await idsOf(
    query,
    'insert into licences.licence select from generate_series(1, $1::int) returning id',
    [licences.length],
    licences.map(([name]) => name),
  );
  await insertRows(
    query,
    'licences.contract (licence_id, number, name, kind, publisher_id, owner_id)',
    ['bigint', 'text', 'text', 'text', 'bigint', 'bigint'],
    licences.map(([name, { owner }]) => [known(licenceIds, name), name, name, 'Lizenz', publisher?.id, rowOf(owner)]),
  );
  const terms = licences.flatMap(([name, licence]) => termsOf(licence).map((one) => ({ name, ...one })));
  await query(
    `insert into licences.licence_terms (licence_id, valid, term, term_kind, holder_levels, rights, pupil_rights, seats)
     select licence, valid, term, 'FIXED', string_to_array(levels, ','), string_to_array(rights, ','),
       coalesce(string_to_array(nullif(pupils, ''), ','), '{}'), seats
     from unnest($1::bigint[], $2::tstzrange[], $3::tstzrange[], $4::text[], $5::text[], $6::text[], $7::int[])
       as l(licence, valid, term, levels, rights, pupils, seats)`,
    [
      terms.map(({ name }) => known(licenceIds, name)),
      terms.map(({ valid }) => range(valid)),
      terms.map(({ term }) => range(term)),
      terms.map(({ heldAt }) => heldAt.join(',')),
      terms.map(({ rights }) => rights.join(',')),
      terms.map(({ pupilRights }) => (pupilRights ?? []).join(',')),
      terms.map(({ seats }) => seats ?? null),
    ],
  );
  await insertRows(
    query,
    'licences.licence_package (licence_id, package_id, valid)',
    ['bigint', 'bigint', 'tstzrange'],
    licences.flatMap(([name, { packages }]) =>
      packages.map((covered) => [known(licenceIds, name), known(packageIds, covered.package), range(covered)]),
    ),
  );

  const entitlements = Object.entries(world.entitlements);
  const entitlementIds = await idsOf(
    query,
    `insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by, revoked_at)
     select licence, owner, holder, valid, string_to_array(rights, ','), 'test', revoked
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::tstzrange[], $5::text[], $6::timestamptz[])
       as e(licence, owner, holder, valid, rights, revoked)
     returning id`,
    [
      entitlements.map(([, { licence }]) => known(licenceIds, licence)),
      entitlements.map(([, { licence }]) => rowOf(world.licences[licence]?.owner as string)),
      entitlements.map(([, { holder }]) => rowOf(holder)),
      entitlements.map(([, span]) => range(span)),
      entitlements.map(([, { rights, licence }]) => (rights ?? world.licences[licence]?.rights ?? []).join(',')),
      entitlements.map(([, { revoked }]) => (revoked ? new Date(instantOf(revoked)) : null)),
    ],
    entitlements.map(([name]) => name),
  );
  await insertRows(
    query,
    'schools.entitlement_suspension (entitlement_id, valid, created_by)',
    ['bigint', 'tstzrange', 'text'],
    entitlements.flatMap(([name, { suspended }]) =>
      (suspended ?? []).map((span) => [known(entitlementIds, name), range(span), 'test']),
    ),
  );

  await query(
    `insert into schools.seat_lease (licence_id, entitlement_id, school_id, title_id, usage_right, audience, held)
     select licence, (select min(id) from schools.entitlement), $2, 0, 'STREAM', 'TEACHER', held
     from unnest($1::bigint[], $3::tstzrange[]) as l(licence, held)`,
    [
      licences.flatMap(([name, { leases }]) => (leases ?? []).map(() => known(licenceIds, name))),
      schoolNames[0] && rowOf(schoolNames[0]),
      licences.flatMap(([, { leases }]) => (leases ?? []).map(range)),
    ],
  );

  if (schoolNames.length > SCHOOLS_WITHOUT_STATISTICS) {
    await query('analyze schools.organisation, schools.school, schools.membership');
  }
  const entitlementNames = new Map([...entitlementIds].map(([name, id]) => [id, name]));
  return {
    organisation: (name) => {
      const index = names.indexOf(name);
      return levels[index] === 'STATE' ? (states[index] as string) : `NW:${numbers[index]}`;
    },
    title: (name) => known(titleIds, name),
    licence: (name) => known(licenceIds, name),
    entitlement: (name) => known(entitlementIds, name),
    nameOfEntitlement: (id) => known(entitlementNames, id),
  };
}

async function idsOf(
  query: Query,
  sql: string,
  parameters: unknown[],
  names: readonly string[],
): Promise<Map<string, string>> {
  const rows = await query<{ id: string }>(sql, parameters);
  return new Map(rows.map(({ id }, index) => [names[index] as string, id]));
}

async function insertRows(query: Query, table: string, types: string[], rows: unknown[][]): Promise<void> {
  if (rows.length === 0) return;
  const columns = types.map((type, index) => `$${index + 1}::${type}[]`);
  await query(
    `insert into ${table} select * from unnest(${columns.join(', ')})`,
    types.map((_, index) => rows.map((row) => row[index])),
  );
}

function range(span: Span | undefined): string {
  const { from, until } = periodOf(span);
  const edge = (instant: number) => (Number.isFinite(instant) ? new Date(instant).toISOString() : '');
  return `[${edge(from)},${edge(until)})`;
}

function known(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`the world has no ${name}`);
  return id;
}
