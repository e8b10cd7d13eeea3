/** Seats: leases on licences that count concurrent uses. A lease that nobody renews ends by itself. */
export const SEATS = `
  create table schools.seat_lease (
    id              uuid primary key default gen_random_uuid(),
    licence_id      bigint not null,
    entitlement_id  bigint not null references schools.entitlement,
    school_id       bigint not null references schools.school,
    title_id        bigint not null,
    usage_right     text not null,
    audience        text not null,
    held            tstzrange not null check (not isempty(held) and not upper_inf(held) and not lower_inf(held))
  );
  comment on column schools.seat_lease.held is 'until its expiry, or its release';
  create index seat_lease_licence on schools.seat_lease (licence_id, upper(held));

  create function directory.seat_free_from(licence bigint, seats int, at timestamptz) returns timestamptz
    stable security definer language sql set search_path = pg_catalog, pg_temp as $$
      select case when count(*) >= seats then (array_agg(upper(held) order by upper(held)))[count(*) - seats + 1] end
      from schools.seat_lease where licence_id = licence and upper(held) > at and lower(held) <= at
    $$;
  comment on function directory.seat_free_from is
    'while all seats of a licence are taken at that instant, when the first is free again as things stand; else null';

  alter table schools.seat_lease enable row level security, force row level security;
  create policy owner on schools.seat_lease to current_user using (true) with check (true);
  create policy reach on schools.seat_lease to freischalter_schools
    using ((select directory.is_operator()) or school_id in (select directory.reach()))
    with check ((select directory.is_operator()) or school_id in (select directory.reach()));
  grant select, insert on schools.seat_lease to freischalter_schools;
  grant update (held) on schools.seat_lease to freischalter_schools;
`;
