import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Entitlements keep their history: a row is never changed but for the instant at which it was revoked, and never deleted.
 *
 * `+ 0` in the exclusion constraint as for memberships: by GiST, each of a timeline's suspensions took twice as long.
 */
export class Entitlements1780000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table schools.entitlement (
        id             bigint generated always as identity primary key,
        licence_id     bigint not null,
        owner_id       bigint not null references schools.organisation,
        holder_id      bigint not null references schools.organisation,
        valid          tstzrange not null check (not isempty(valid) and lower(valid) is not null),
        rights         text[] not null check (cardinality(rights) > 0),
        created_at     timestamptz not null default now(),
        created_by     text not null,
        revoked_at     timestamptz,
        revoked_by     text,
        revoked_reason text
      );
      comment on column schools.entitlement.owner_id is 'the organisation that bought the licence; a licence never changes its owner';
      create index entitlement_holder on schools.entitlement (holder_id);
      create index entitlement_licence on schools.entitlement (licence_id, holder_id);

      create table schools.entitlement_suspension (
        entitlement_id bigint not null references schools.entitlement,
        valid          tstzrange not null check (not isempty(valid)),
        created_by     text not null,
        reason         text,
        constraint entitlement_suspension_once exclude using gist ((entitlement_id + 0) with =, valid with &&)
      );
      create index entitlement_suspension_entitlement on schools.entitlement_suspension (entitlement_id);

      create table schools.assignment (
        subject         text not null,
        idempotency_key text not null,
        input_hash      text not null,
        result          jsonb not null,
        created_at      timestamptz not null default now(),
        primary key (subject, idempotency_key)
      );
      comment on table schools.assignment is 'answers of assignEntitlements by idempotency key, so that a repeat changes nothing';

      create view directory.entitlement as
        select id, licence_id, owner_id, holder_id, valid from schools.entitlement;
      grant select on directory.entitlement to freischalter_licences;

      create function directory.licences_in_reach() returns setof bigint stable security definer rows 500
        language sql set search_path = pg_catalog, pg_temp as $$
          select distinct e.licence_id from schools.entitlement e
          where e.holder_id in (
            select m.organisation_id from schools.membership m
            where m.school_id in (select directory.reach()) and m.valid @> now()
            union
            select unnest((select directory.bound())::bigint[]))
        $$;
      comment on function directory.licences_in_reach() is
        'the licences of entitlements whose holder a school in reach belongs to now: what a former authority buys is its own affair';
    `);
    for (const table of ['entitlement', 'entitlement_suspension', 'assignment']) {
      await runner.query(`
        alter table schools.${table} enable row level security;
        alter table schools.${table} force row level security;
        create policy owner on schools.${table} to current_user using (true) with check (true);
      `);
    }
    await runner.query(`
      create function directory.within() returns setof bigint stable security definer rows 200
        language sql set search_path = pg_catalog, pg_temp as $$
          with reached as materialized (
            select m.school_id, min(directory.rank(m.level)) as rank from schools.membership m
            where m.organisation_id = any ((select directory.bound())::bigint[]) and m.valid @> now()
            group by m.school_id)
          select m.organisation_id from schools.membership m
          left join reached on reached.school_id = m.school_id and reached.rank <= directory.rank(m.level)
          where m.valid @> now()
          group by m.organisation_id having count(*) = count(reached.school_id)
          union
          select unnest((select directory.bound())::bigint[])
        $$;
      comment on function directory.within() is
        'the organisations that lie within the caller, as contains() in caller/caller.ts says';

      create policy reach on schools.entitlement for select to freischalter_schools using (
        (select directory.is_operator())
        or holder_id in (select directory.organisations_over_reach_now())
        or owner_id = any ((select directory.bound())::bigint[])
        or (holder_id in (select directory.organisations_over_reach())
            and exists (select from schools.membership m
                        where m.organisation_id = holder_id and m.valid && entitlement.valid
                          and m.school_id in (select directory.reach()))));
      create policy assign on schools.entitlement for insert to freischalter_schools with check (
        (select directory.is_operator())
        or ((select directory.caller_kind()) = 'licensing'
            and owner_id in (select directory.within()) and holder_id in (select directory.within())));
      create policy revoke on schools.entitlement for update to freischalter_schools using (
        (select directory.is_operator())
        or ((select directory.caller_kind()) = 'licensing'
            and owner_id in (select directory.within()) and holder_id in (select directory.within())));
      create policy reach on schools.entitlement_suspension for select to freischalter_schools using (
        exists (select from schools.entitlement e where e.id = entitlement_id));
      create policy own on schools.assignment to freischalter_schools
        using (subject = (select current_setting('app.subject', true)))
        with check (subject = (select current_setting('app.subject', true)));

      grant select, insert on schools.entitlement to freischalter_schools;
      grant update (revoked_at, revoked_by, revoked_reason) on schools.entitlement to freischalter_schools;
      grant select on schools.entitlement_suspension to freischalter_schools;
      grant select, insert on schools.assignment to freischalter_schools;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function directory.within(); drop function directory.licences_in_reach();
      drop view directory.entitlement;
      drop table schools.assignment; drop table schools.entitlement_suspension; drop table schools.entitlement;
    `);
  }
}
