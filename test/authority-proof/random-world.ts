/**
 * Makes a world in which every value shows which organisation it belongs to. Names carry the mark of their row
 * (`#o12#`), every instant has milliseconds of its own, and prices and numbers of uses have amounts of their own.
 */

import type { Level } from '../../caller/caller';
import { titleDetails } from '../../services/licences/title/title-details';
import { FIGURES } from '../../services/usage/counting/counted';
import { NOTIFY_ALL_COUNTED } from '../../services/usage/counting/notify-queries';
import type { TestDatabase } from '../database';
import { bought } from '../purchases';
import { clearWorld, seedWorld } from '../seed-world';
import type { Span, World } from '../world';
import type { Chance } from './chance';

/** The order is the same in every world, because the services keep ids of organisations for ever. */
const ORGANISATIONS: Readonly<Record<string, Level>> = {
  STATE: 'STATE',
  DISTRICT: 'DISTRICT',
  otherState: 'STATE',
  otherDistrict: 'DISTRICT',
  association1: 'REGIONAL_ASSOCIATION',
  association2: 'REGIONAL_ASSOCIATION',
  centre1: 'MEDIA_CENTRE',
  centre2: 'MEDIA_CENTRE',
  centre3: 'MEDIA_CENTRE',
  authority1: 'AUTHORITY',
  authority2: 'AUTHORITY',
  authority3: 'AUTHORITY',
  authority4: 'AUTHORITY',
  authority5: 'AUTHORITY',
  authorityWithoutSchools: 'AUTHORITY',
  group1: 'SCHOOL_GROUP',
  group2: 'SCHOOL_GROUP',
  group3: 'SCHOOL_GROUP',
};
const SCHOOLS = Array.from({ length: 14 }, (_, at) => `school${at}`);
const TITLES = Array.from({ length: 12 }, (_, at) => `Titel ${String.fromCharCode(65 + at)}`);
const PACKAGES = ['package1', 'package2', 'package3', 'package4'];
const LICENCES = Array.from({ length: 18 }, (_, at) => `licence${at}`);
const ENTITLEMENTS = Array.from({ length: 45 }, (_, at) => `entitlement${at}`);
const DAY_MS = 24 * 3_600_000;

/** In days from today: a past in which schools had other authorities, the present, and the future. */
const PAST = [-900, -600, -420, -300, -200, -90, -30];
const FUTURE = [30, 90, 200, 400, 700];

/** Replaces the content of the database by a random world. The services see it within a second. */
export async function makeWorld(database: TestDatabase, chance: Chance): Promise<void> {
  await database.query('truncate usage.event, usage.event_key, usage.coverage, usage.monthly_sum, usage.licence_sum');
  await clearWorld(database.query);
  await seedWorld(database.query, worldOf(chance));
  await database.query(MARK);
  await seedGroups(database, chance);
  await database.query(SEATS);
  await database.query(SURVEYS);
  await describeTitles(database);
  await seedUses(database, chance);
}

const MARK = `
  update schools.organisation set name = initcap(level) || ' #o' || id || '#';
  update schools.school set short_name = 'kurz #o' || id || '#', city = 'Ort #o' || id || '#', form = 'Form #o' || id || '#';
  update schools.authority set city = 'Sitz #o' || id || '#';
  update schools.district set number_plates = array['#o' || id || '#'];
  update licences.contract set number = 'N' || lpad(licence_id::text, 5, '0') || ' #l' || licence_id || '#',
    name = 'Vertrag #l' || licence_id || '#', kind = 'Art #l' || licence_id || '#';
  update licences.package p set owner_id = c.owner_id, name = 'Paket #p' || p.id || '#'
    from (select distinct on (package_id) package_id, owner_id from licences.licence_package
          join licences.contract using (licence_id) order by package_id, licence_id) c
    where c.package_id = p.id and p.id % 3 > 0;
  ${bought('true', '1000000 + l.id * 1009')};
  insert into licences.agreement (licence_id, notice_on)
    select licence_id, current_date + (licence_id % 40)::int from licences.contract;`;

/** Leases that schools hold for longer than the world exists. */
const SEATS = `
  insert into schools.seat_lease (licence_id, entitlement_id, school_id, title_id, usage_right, audience, held)
  select distinct on (m.school_id) l.licence_id, e.id, m.school_id, c.title_id, 'STREAM', 'TEACHER',
    tstzrange(now(), now() + interval '3 hours' + m.school_id * interval '1 second')
  from licences.licence_terms l join schools.entitlement e on e.licence_id = l.licence_id and e.valid @> now() and e.revoked_at is null
  join schools.membership m on m.organisation_id = e.holder_id and m.valid @> now()
  join directory.coverage c on c.licence_id = l.licence_id and c.valid @> now()
  where l.valid @> now() and l.seats is not null and l.term @> now() order by m.school_id, e.id, c.title_id`;

/**
 * Each organisation asks some organisations that a school of its own belongs to now. One survey in three is still a
 * draft.
 */
const SURVEYS = `
  insert into schools.survey (owner_id, title, text, closes_at, state)
  select id, 'Umfrage #o' || id || '#', 'Text #o' || id || '#', now() + interval '30 days', case id % 3 when 0 then 'DRAFT' else 'OPEN' end
  from schools.organisation where level in ('STATE', 'REGIONAL_ASSOCIATION', 'MEDIA_CENTRE', 'AUTHORITY');
  insert into schools.survey_candidate (survey_id, position, licence_id, name, publisher, unit_cents)
  select s.id, n, (select min(licence_id) from licences.contract c where c.owner_id = s.owner_id and n = 1), 'Kandidat #o' || s.owner_id || '#', 'Verlag #o' || s.owner_id || '#', 3000000 + s.owner_id * 10 + n
  from schools.survey s cross join generate_series(1, 2) n;
  insert into schools.survey_request (survey_id, organisation_id, version, answered_at)
  select distinct s.id, asked.organisation_id, 1, now()
  from schools.survey s join schools.membership own on own.organisation_id = s.owner_id and own.valid @> now()
  join schools.membership asked on asked.school_id = own.school_id and asked.valid @> now()
  where asked.level in ('AUTHORITY', 'SCHOOL') and asked.organisation_id <> s.owner_id and (s.id + asked.organisation_id) % 2 = 0;
  insert into schools.survey_answer (candidate_id, organisation_id, survey_id, count, remark)
  select c.id, r.organisation_id, r.survey_id, 1 + r.organisation_id % 7, 'Wunsch #o' || r.organisation_id || '#'
  from schools.survey_request r join schools.survey_candidate c using (survey_id);`;

function worldOf(chance: Chance): World {
  const today = Math.floor(Date.now() / DAY_MS);
  let instants = 0;
  /** Returns an instant that no other row has. */
  const instant = (days: number) => {
    instants += 1;
    return new Date((today + days) * DAY_MS + instants).toISOString();
  };
  const past = () => instant(chance.of(PAST));
  const future = () => instant(chance.of(FUTURE));
  const over = (likely: number): Span => ({
    ...(chance.holds(likely) ? {} : { from: past() }),
    ...(chance.holds(likely) ? {} : { until: chance.holds(0.3) ? instant(-1 - chance.below(20)) : future() }),
  });
  function line(candidates: readonly string[], optional = false): ({ to: string } & Span)[] {
    const [first, second] = [chance.of(candidates), chance.of(candidates)];
    if (optional && chance.holds(0.2)) return [];
    if (first === second || chance.holds(0.5)) return [{ to: first }];
    const change = chance.holds(0.75) ? past() : future();
    return [
      { to: first, until: change },
      { to: second, from: change },
    ];
  }
  const named = (level: Level) => Object.keys(ORGANISATIONS).filter((name) => ORGANISATIONS[name] === level);
  const served = named('AUTHORITY').filter((name) => name !== 'authorityWithoutSchools');
  const rights = (['STREAM', 'DOWNLOAD', 'PUBLIC_PERFORMANCE'] as const).slice(0);
  const schools = SCHOOLS.map((name) => {
    /** Some memberships begin later. A group that has no others is a prepared group. */
    const period = chance.holds(0.4) ? { from: future() } : over(0.6);
    const group = chance.holds(0.4) ? [{ to: chance.of(named('SCHOOL_GROUP')), ...period }] : [];
    const belongsTo = [
      ...line(served),
      ...line(named('MEDIA_CENTRE'), true),
      ...line(named('REGIONAL_ASSOCIATION')),
      ...(chance.holds(0.3) ? line(named('STATE')) : [{ to: 'STATE' }]),
      ...(chance.holds(0.4) ? line(named('DISTRICT')) : [{ to: 'DISTRICT' }]),
      ...group,
    ];
    return [name, { belongsTo, operating: chance.holds(0.15) ? { from: past(), until: future() } : {} }] as const;
  });
  const licences = LICENCES.map((name) => {
    const owner = chance.of([
      'STATE',
      'otherState',
      ...named('MEDIA_CENTRE'),
      ...served,
      ...served,
      chance.of(SCHOOLS),
    ]);
    const seats = chance.holds(0.5) ? 2 + chance.below(3) : undefined;
    const heldAt: Level[] = ['STATE', 'DISTRICT', 'MEDIA_CENTRE', 'AUTHORITY', 'SCHOOL_GROUP', 'SCHOOL'];
    const packages = chance.some(PACKAGES, 2).map((one) => ({ package: one }));
    return [
      name,
      { owner, heldAt, rights, pupilRights: chance.some(rights, 3), term: over(0.5), seats, packages },
    ] as const;
  });
  const owners = new Map(licences.map(([name, { owner }]) => [name as string, owner]));
  const entitlements = ENTITLEMENTS.map((name, at) => {
    const licence = chance.of(LICENCES);
    const from = past();
    /** These entitlements open titles to schools that are added to the group. */
    const group = named('SCHOOL_GROUP')[at];
    if (group) return [name, { licence, holder: group, from }] as const;
    const anyone = chance.holds(0.4) ? chance.of(Object.keys(ORGANISATIONS)) : chance.of(SCHOOLS);
    const holder = chance.holds(0.4) ? (owners.get(licence) as string) : anyone;
    return [
      name,
      {
        licence,
        holder,
        from,
        ...(chance.holds(0.5) ? { until: future() } : {}),
        ...(chance.holds(0.2) ? { revoked: instant(-1 - chance.below(25)) } : {}),
        ...(chance.holds(0.15) ? { suspended: [{ from: instant(-20), until: instant(chance.of([-10, 10])) }] } : {}),
      },
    ] as const;
  });
  return {
    organisations: Object.fromEntries(Object.entries(ORGANISATIONS).slice(2)),
    schools: Object.fromEntries(schools),
    titles: Object.fromEntries(TITLES.map((name, at) => [name, title(chance, at === 0)])),
    packages: Object.fromEntries(
      PACKAGES.map((name) => [name, chance.some(TITLES, 8).map((title) => ({ title, ...over(0.8) }))]),
    ),
    licences: Object.fromEntries(licences),
    entitlements: Object.fromEntries(entitlements),
  };
}

/** Lies so long ago that no report asks for what was counted by licence then. */
export const MONTH_OF_FULL_SEATS = '2012-03';

/** Months with uses. The number of each row differs from those of all others and from the sum of any few of them. */
export const MONTHS_WITH_USES = ['2024-01', '2024-02', '2024-03', '2024-04', '2024-05', '2024-06'] as const;

/**
 * A group belongs to an owner and is kept by staff or by a file, or it belongs to nobody and is kept by a file. The
 * first group is there to be adopted.
 */
async function seedGroups({ query }: TestDatabase, chance: Chance): Promise<void> {
  const groups = await query<{ id: string }>(
    "select id from schools.organisation where level = 'SCHOOL_GROUP' order by id",
  );
  const owners = await query<{ id: string }>(
    "select id from schools.organisation where state = 'NW' and level in ('STATE', 'MEDIA_CENTRE', 'AUTHORITY') order by id",
  );
  for (const [at, { id }] of groups.entries()) {
    const owner = chance.holds(0.85) ? chance.of(owners).id : null;
    const keptBy = at > 0 && owner !== null && chance.holds(0.9) ? 'DESK' : 'FILE';
    await query('insert into schools.school_group (id, owner_id, kept_by) values ($1, $2, $3)', [id, owner, keptBy]);
  }
}

/** A title with an open licence is open to every school, so it shows nothing of any of them: the first one, and some others. */
function title(chance: Chance, isFirst: boolean): World['titles'][string] {
  return { ...(chance.holds(0.2) && { kind: 'AUDIO' as const }), open: isFirst || chance.holds(0.15) };
}

/** The descriptions of titles belong to no organisation. */
async function describeTitles({ query }: TestDatabase): Promise<void> {
  const details = titleDetails({
    parts: [{ name: 'Anfang' }],
    materials: [{ kind: 'WORKSHEET', label: 'Blatt', url: 'https://medien.example/blatt' }],
  });
  await query(`update licences.title set details = $1, subject_codes = '{240,24002}', competences = '{2,2.1}'`, [
    JSON.stringify(details),
  ]);
}

async function seedUses({ query }: TestDatabase, chance: Chance): Promise<void> {
  const schools = await query<{ id: string }>('select id from schools.school order by id');
  const titles = await query<{ id: string }>('select id from licences.title order by id');
  const rows = Array.from({ length: 260 }, () => ({
    school: chance.of(schools).id,
    title: chance.of(titles).id,
    month: `${chance.of(MONTHS_WITH_USES)}-01`,
    seed: 1 + chance.below(2 ** 20),
  }));
  /** Use counts for the authority that the school has in the middle of the month. */
  await query(
    `insert into usage.monthly_sum (school_id, title_id, month, audience, client, access_type, ${FIGURES.join(', ')},
                                    authority_id, media_centre_id, district_id, state_id, regional_association_id)
     select r.school, r.title, r.month, 'TEACHER', 'lms', 'CONTROLLED',
       ${FIGURES.map((_, at) => `(r.seed * ${2 * at + 7919} + ${at}) % 1048573`).join(', ')},
       (select organisation_id from schools.membership m where m.school_id = r.school and level = 'AUTHORITY' and valid @> (r.month + 14)::timestamptz),
       coalesce((select organisation_id from schools.membership m where m.school_id = r.school and level = 'MEDIA_CENTRE' and valid @> (r.month + 14)::timestamptz), 0),
       (select organisation_id from schools.membership m where m.school_id = r.school and level = 'DISTRICT' and valid @> (r.month + 14)::timestamptz),
       (select organisation_id from schools.membership m where m.school_id = r.school and level = 'STATE' and valid @> (r.month + 14)::timestamptz),
       coalesce((select organisation_id from schools.membership m where m.school_id = r.school and level = 'REGIONAL_ASSOCIATION' and valid @> (r.month + 14)::timestamptz), 0)
     from unnest($1::bigint[], $2::bigint[], $3::date[], $4::bigint[]) as r(school, title, month, seed)
     on conflict do nothing`,
    ['school', 'title', 'month', 'seed'].map((column) => rows.map((row) => row[column as keyof typeof row])),
  );
  /** Each school has uses by a licence of each owner, including foreign owners, which the list must not show. */
  await query(
    `insert into usage.licence_sum (authority_id, school_id, media_centre_id, district_id, regional_association_id, state_id,
       title_id, month, audience, client, access_type, usage_right, licence_id, entitlement_id, level, views, streams,
       downloads, not_licensed, limit_exceeded, unique_investigations, unique_requests, unique_streams, unique_downloads)
     select m.authority_id, m.school_id, m.media_centre_id, m.district_id, m.regional_association_id, m.state_id,
       m.title_id, $1, m.audience, m.client, m.access_type, 'STREAM', l.licence_id, 0, '', 0, 7, 0, 0, 1000 + l.licence_id, 0, 0, 0, 0
     from (select distinct on (school_id) * from usage.monthly_sum order by school_id, title_id, month) m
     join licences.contract l on (l.licence_id + m.school_id) % 3 = 0`,
    [`${MONTH_OF_FULL_SEATS}-01`],
  );
  await query(NOTIFY_ALL_COUNTED);
}
