/**
 * Licences in three tables, by who may see them (docs/decisions/0006): the terms that the access rule needs (no name, no
 * owner: nothing of an authority, so no row-level security, as in the catalogue), the contract (owner and those whom it
 * serves), and the price (licensing staff and operator).
 */
export const LICENCES = `
  create table licences.licence (
    id             bigint generated always as identity primary key,
    term           tstzrange not null check (not isempty(term)),
    term_kind      text not null check (term_kind in ('FIXED', 'DURATION', 'SCHOOL_YEAR', 'UNLIMITED')),
    duration_days  int check (duration_days > 0),
    holder_levels  text[] not null check (cardinality(holder_levels) > 0),
    rights         text[] not null check (cardinality(rights) > 0),
    pupil_rights   text[] not null default '{}',
    seats          int check (seats > 0),
    school_count   int check (school_count > 0),
    check ((term_kind = 'DURATION') = (duration_days is not null)),
    check (pupil_rights <@ rights)
  );
  comment on column licences.licence.seats is 'concurrent uses; null: unlimited';
  comment on column licences.licence.school_count is 'how many schools may have it at a time; null: no such limit';
  grant select on licences.licence to freischalter_licences;

  create table licences.contract (
    licence_id    bigint primary key references licences.licence,
    number        text not null unique,
    name          text not null,
    kind          text not null,
    publisher_id  bigint not null references licences.publisher,
    owner_id      bigint not null
  );
  comment on column licences.contract.owner_id is 'the organisation that bought it (directory.organisation)';
  create index contract_owner on licences.contract (owner_id);

  alter table licences.contract enable row level security, force row level security;
  create policy owner on licences.contract to current_user using (true) with check (true);
  create policy reach on licences.contract for select to freischalter_licences using (
    (select directory.is_operator())
    or licence_id in (select directory.licences_in_reach())
    or owner_id in (select directory.within()));
  grant select on licences.contract to freischalter_licences;

  create table licences.price (
    licence_id  bigint primary key references licences.licence,
    cents       bigint not null check (cents >= 0),
    currency    text not null default 'EUR'
  );

  alter table licences.price enable row level security, force row level security;
  create policy owner on licences.price to current_user using (true) with check (true);
  -- For those who own the licence or stand above its owner: whom it serves need not know what it cost.
  create policy staff on licences.price for select to freischalter_licences using (
    (select directory.is_operator())
    or ((select directory.caller_kind()) = 'licensing'
        and exists (select from licences.contract c
                    where c.licence_id = price.licence_id and owner_id in (select directory.within()))));
  grant select on licences.price to freischalter_licences;

  create table licences.licence_package (
    licence_id  bigint not null references licences.licence,
    package_id  bigint not null references licences.package,
    valid       tstzrange not null default '(,)' check (not isempty(valid)),
    primary key (licence_id, package_id, valid)
  );
  create index licence_package_package on licences.licence_package (package_id, licence_id);
  grant select on licences.licence_package to freischalter_licences;

  create view directory.licence as
    select l.id, c.number, c.owner_id, l.holder_levels, l.rights, l.pupil_rights, l.term, l.term_kind,
      l.duration_days, l.seats, c.name, l.school_count
    from licences.licence l join licences.contract c on c.licence_id = l.id;
  create view directory.coverage as
    select pt.title_id, lp.licence_id, pt.valid * lp.valid as valid
    from licences.package_title pt
    join licences.licence_package lp on lp.package_id = pt.package_id and lp.valid && pt.valid;
  comment on view directory.coverage is 'when a licence covers a title, by each package that holds it';
  grant select on directory.licence, directory.coverage to freischalter_schools, freischalter_usage;

  create view directory.contract with (security_barrier) as
    select licence_id, number, name, owner_id from licences.contract
    where (select directory.is_operator())
      or ((select directory.caller_kind()) in ('licensing', 'reporting')
          and (licence_id in (select directory.licences_in_reach()) or owner_id in (select directory.within())));
  comment on view directory.contract is 'the licences that this caller may know, and no others';
  grant select on directory.contract to freischalter_usage;

  -- Cost per use is for those who own the licence or stand above its owner, dashboards among them. A barrier, so that no
  -- condition of a statement is tried on a price that the caller may not read.
  create view directory.price with (security_barrier) as
    select p.licence_id, p.cents, p.currency
    from licences.price p join licences.contract c on c.licence_id = p.licence_id
    where (select directory.is_operator())
      or ((select directory.caller_kind()) in ('licensing', 'reporting') and c.owner_id in (select directory.within()));
  comment on view directory.price is 'what a licence cost: the prices that this caller may read, and no others';
  grant select on directory.price to freischalter_usage;
`;
