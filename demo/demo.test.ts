import { createHash } from 'node:crypto';
import { LEVELS } from '../caller/caller';
import { createTestDatabase, type TestDatabase } from '../test/database';
import { type DemoWorld, makeDemoWorld } from './demo-world';
import { fillDemoData } from './fill';
import { SPECIAL_SCHOOLS } from './schools';
import { SHOWCASE, SHOWCASE_ANSWERS, SHOWCASE_TITLES } from './showcase';

const TODAY = new Date('2026-11-22T09:00:00Z');

function fingerprint(world: DemoWorld): string {
  const { calendar, ...data } = world;
  return createHash('sha256')
    .update(JSON.stringify([calendar.day(0), data]))
    .digest('hex');
}

const world = makeDemoWorld(TODAY);

describe('The demo world', () => {
  test('is the same whenever it is made for the same day', () => {
    expect(fingerprint(makeDemoWorld(new Date('2026-11-22T20:00:00Z')))).toBe(fingerprint(world));
  });

  test('keeps its numbers when it is made on another day, even on the first day of a school year', () => {
    const other = makeDemoWorld(new Date('2028-08-01T10:00:00Z'));
    const numbers = ({ schools, titles, packages }: DemoWorld) =>
      [schools, titles, packages].map((list) => list.map(({ number }) => number));
    expect(numbers(other)).toEqual(numbers(world));
    const held = ({ entitlements }: DemoWorld) => entitlements.map(({ holder }) => holder);
    expect(held(other)).toEqual(held(world));
    expect(other.titles.map(({ name }) => name)).toEqual(world.titles.map(({ name }) => name));
    expect(states(other)).toEqual({ current: true, past: true, future: true, suspended: true, revoked: true });
  });

  test('has entitlements of every state', () => {
    expect(states(world)).toEqual({ current: true, past: true, future: true, suspended: true, revoked: true });
  });

  test('has entitlements at every level, and licences of every term', () => {
    expect(new Set(world.entitlements.map(({ holder }) => holder.split(':')[0]))).toEqual(new Set(LEVELS));
    expect(new Set(world.licences.map(({ term }) => term.kind))).toEqual(
      new Set(['FIXED', 'DURATION', 'SCHOOL_YEAR', 'UNLIMITED']),
    );
  });

  test('names no title twice within a publisher', () => {
    const names = world.titles.map(({ publisher, name }) => `${publisher}: ${name}`);
    expect(names).toHaveLength(new Set(names).size);
  });

  test('has the showcase titles under the numbers that the README names', () => {
    for (const { number, name } of Object.values(SHOWCASE_TITLES)) {
      expect(world.titles.find((title) => title.number === number)?.name).toBe(name);
    }
  });

  test('uses no numbers of the official list', () => {
    expect(world.schools.every(({ number }) => number.startsWith('9'))).toBe(true);
    expect(world.schools.every(({ authorityNumber }) => authorityNumber.startsWith('9'))).toBe(true);
  });

  function states({ calendar, entitlements }: DemoWorld) {
    const today = calendar.day(0);
    const holds = ({ from, until }: { from: string; until?: string | undefined }) =>
      from <= today && (!until || today < until);
    return {
      current: entitlements.some((one) => holds(one) && !one.revokedOn && !one.suspended.some(holds)),
      past: entitlements.some(({ until }) => until && until <= today),
      future: entitlements.some(({ from }) => from > today),
      suspended: entitlements.some((one) => holds(one) && one.suspended.some(holds)),
      revoked: entitlements.some((one) => one.revokedOn && one.revokedOn <= today),
    };
  }
});

describe('Filling', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const count = async (from: string) =>
    (await database.query<{ count: number }>(`select count(*)::int as count from ${from}`))[0]?.count;

  test('leaves nothing behind where it fails', async () => {
    await database.query(`alter table schools.entitlement add constraint full_disk check (created_by is null)`);
    await expect(fillDemoData(database.ownerUrl, undefined, { world })).rejects.toThrow('full_disk');
    await database.query('alter table schools.entitlement drop constraint full_disk');
    expect(await count('schools.organisation')).toBe(0);
    expect(await count('licences.title')).toBe(0);
    expect(await count('licences.licence')).toBe(0);
  });

  describe('once done', () => {
    beforeAll(async () => {
      await fillDemoData(database.ownerUrl, undefined, { world });
    });

    test('has written the whole world', async () => {
      const { schools, titles, packages, licences, entitlements, events } = world;
      expect(await count('schools.school')).toBe(schools.length);
      expect(await count('schools.district')).toBe(53);
      expect(await count('licences.title')).toBe(titles.length);
      expect(await count(`licences.package where number not like 'licence:%'`)).toBe(packages.length);
      expect(await count('licences.licence')).toBe(licences.length);
      expect(await count('schools.entitlement')).toBe(entitlements.length);
      expect(await count('usage.event')).toBe(events.length);
      expect(await count('usage.event_key')).toBe(events.length);
      expect(
        await database.query(
          `select sum(streams + downloads + views + not_licensed + limit_exceeded)::int as events from usage.monthly_sum`,
        ),
      ).toEqual([{ events: events.length }]);
    });

    test('does nothing a second time', async () => {
      const before = await count('schools.entitlement');
      const steps: string[] = [];
      await fillDemoData(database.ownerUrl, (text) => steps.push(text), { world });
      expect(steps).toEqual([]);
      expect(await count('schools.entitlement')).toBe(before);
    });

    test('has given every school one organisation at each level except groups', async () => {
      const rows = await database.query(
        `select m.level, count(distinct m.school_id)::int as schools from schools.membership m
         where m.valid @> now() and m.level <> 'SCHOOL_GROUP' group by m.level order by m.level`,
      );
      const levels = LEVELS.filter((level) => level !== 'SCHOOL_GROUP').toSorted();
      expect(rows).toEqual(levels.map((level) => ({ level, schools: world.schools.length })));
    });

    test('has one school that changed its authority on 1 August, and counts each use for the authority at its time', async () => {
      const rows = await database.query(
        `select o.number, lower(m.valid) as from, upper(m.valid) as until from schools.membership m
         join schools.organisation o on o.id = m.organisation_id join schools.organisation s on s.id = m.school_id
         where s.number = $1 and m.level = 'AUTHORITY' order by lower(m.valid) nulls first`,
        [SPECIAL_SCHOOLS.changedAuthority],
      );
      const change = new Date('2026-07-31T22:00:00Z');
      expect(rows).toEqual([
        { number: '94001', from: null, until: change },
        { number: '91002', from: change, until: null },
      ]);
      const wrong = await count(
        `usage.event e join schools.membership m on m.school_id = e.school_id and m.organisation_id = e.authority_id
         where not m.valid @> e.used_at`,
      );
      expect(wrong).toBe(0);
    });

    test('has schools that are closed, will close and will open', async () => {
      const operating = await database.query<{ number: string; now: boolean; later: boolean }>(
        `select o.number, s.operating @> $2::timestamptz as now, s.operating @> $2::timestamptz + interval '1 year' as later
         from schools.school s join schools.organisation o on o.id = s.id where o.number = any ($1) order by o.number`,
        [[SPECIAL_SCHOOLS.closed, SPECIAL_SCHOOLS.closing, SPECIAL_SCHOOLS.opening], TODAY],
      );
      expect(operating).toEqual([
        { number: SPECIAL_SCHOOLS.closing, now: true, later: false },
        { number: SPECIAL_SCHOOLS.closed, now: false, later: false },
        { number: SPECIAL_SCHOOLS.opening, now: false, later: true },
      ]);
    });

    test('has two media centres in one district', async () => {
      const centres = await database.query(
        `select distinct centre.number from schools.membership d
         join schools.organisation district on district.id = d.organisation_id and district.key = 'DISTRICT:NW:05334'
         join schools.membership m on m.school_id = d.school_id and m.level = 'MEDIA_CENTRE'
         join schools.organisation centre on centre.id = m.organisation_id order by centre.number`,
      );
      expect(centres).toEqual([{ number: 'MZ-05334' }, { number: 'MZ-05334-AC' }]);
    });

    test('has, in a sample of one in twenty, no use of a title that the school had no entitlement to at that time', async () => {
      const unlicensed = await count(
        `usage.event e join licences.title t on t.id = e.title_id
         where hashtext(e.event_id::text) % 20 = 0 and e.action in ('STREAM', 'DOWNLOAD', 'VIEW') and (not t.playout @> e.used_at or e.used_at >= t.withdrawn_at or not exists (
           select from schools.membership m
           join schools.entitlement x on x.holder_id = m.organisation_id
           join licences.licence_terms l on l.licence_id = x.licence_id and l.valid @> e.used_at and m.level = any (l.holder_levels)
           join licences.licence_package lp on lp.licence_id = l.licence_id
           join licences.package_title pt on pt.package_id = lp.package_id and pt.title_id = e.title_id
           where m.school_id = e.school_id and m.valid @> e.used_at and x.valid @> e.used_at and l.term @> e.used_at
             and lp.valid @> e.used_at and pt.valid @> e.used_at and (x.revoked_at is null or e.used_at < x.revoked_at)
             and not exists (select from schools.entitlement_suspension h where h.entitlement_id = x.id and h.valid @> e.used_at)))`,
      );
      expect(unlicensed).toBe(0);
    });

    test('leaves a good part of the licensed titles unused', async () => {
      const unused = await count(
        `(select distinct title_id from licences.package_title except select title_id from usage.event
          where action in ('STREAM', 'DOWNLOAD', 'VIEW')) unused`,
      );
      expect(unused).toBeGreaterThan(200);
    });

    test('has denials of titles that the school was not entitled to, and of seats of licences that count them', async () => {
      const opened = (action: string, condition: string) =>
        count(`usage.event e where e.action = '${action}' and e.used_at > $$${world.calendar.day(-90)}$$ and ${condition} (
          select from schools.membership m
          join schools.entitlement x on x.holder_id = m.organisation_id and x.valid @> e.used_at
            and (x.revoked_at is null or e.used_at < x.revoked_at)
          join licences.licence_terms l on l.licence_id = x.licence_id and l.valid @> e.used_at and l.term @> e.used_at
          join licences.licence_package lp on lp.licence_id = l.licence_id
          join licences.package_title pt on pt.package_id = lp.package_id and pt.title_id = e.title_id
          where m.school_id = e.school_id and m.valid @> e.used_at and lp.valid @> e.used_at and pt.valid @> e.used_at
            and (e.action = 'NOT_LICENSED' or l.seats is not null)
            and not exists (select from schools.entitlement_suspension h where h.entitlement_id = x.id and h.valid @> e.used_at))`);
      expect(await opened('NOT_LICENSED', 'not exists')).toBeGreaterThan(300);
      expect(await opened('NOT_LICENSED', 'exists')).toBe(0);
      expect(await opened('LIMIT_EXCEEDED', 'exists')).toBeGreaterThan(50);
      expect(await opened('LIMIT_EXCEEDED', 'not exists')).toBe(0);
    });

    test('has each worklist of the showcase media centre filled', async () => {
      const centre = "select id from schools.organisation where key = 'MEDIA_CENTRE:NW:MZ-05111'";
      const months = `month > $$${world.calendar.day(-120)}$$ and media_centre_id = (${centre})`;
      expect(await count(`usage.monthly_sum where ${months} and not_licensed > 0`)).toBeGreaterThan(10);
      expect(await count(`usage.monthly_sum where ${months} and limit_exceeded > 0`)).toBeGreaterThan(3);
      const notice = `notice_on between $$${world.calendar.day(0)}$$ and $$${world.calendar.day(90)}$$`;
      expect(
        await count(
          `licences.agreement a join licences.contract c using (licence_id) where ${notice} and owner_id = (${centre})`,
        ),
      ).toBe(1);
    });

    test('gives the showcase school exactly one grant path for each answer', async () => {
      const ways = await database.query<{ number: string; ways: number }>(
        `select t.number, count(x.id)::int as ways
         from licences.title t
         left join (licences.package_title pt
           join licences.licence_package lp on lp.package_id = pt.package_id
           join schools.entitlement x on x.licence_id = lp.licence_id
           join schools.membership m on m.organisation_id = x.holder_id
           join schools.organisation s on s.id = m.school_id and s.key = 'SCHOOL:' || $2) on pt.title_id = t.id
         where t.number = any ($1) group by t.number`,
        [SHOWCASE_ANSWERS.map((answer) => SHOWCASE_TITLES[answer].number), SHOWCASE.school],
      );
      const waysTo = Object.fromEntries(ways.map((row) => [row.number, row.ways]));
      for (const answer of SHOWCASE_ANSWERS) {
        expect(waysTo[SHOWCASE_TITLES[answer].number]).toBe(answer === 'NOT_LICENSED' ? 0 : 1);
      }
    });
  });
});
