/**
 * Licences in three tables, by who may see them (docs/decisions/0006): the terms that the access rule needs (no name, no
 * owner: nothing of an authority, so no row-level security, as in the catalogue), the contract (owner and those whom it
 * serves), and its purchases (licensing staff and operator).
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

  create table licences.purchase (
    id             bigint generated always as identity primary key,
    licence_id     bigint not null references licences.licence,
    number         text not null,
    purchased_on   date,
    cents          bigint not null check (cents >= 0),
    currency       text not null default 'EUR',
    term           daterange check (not (isempty(term) or lower_inf(term) or upper_inf(term))),
    duration_days  int check (duration_days > 0),
    school_count   int check (school_count > 0),
    unique (licence_id, number),
    check (term is null or duration_days is null)
  );
  comment on table licences.purchase is 'what a licence cost: it may be bought again, for more days or for more schools';
  comment on column licences.purchase.term is
    'the days that it pays for: they stay when the term of the licence changes later, and so does what they cost';
  comment on column licences.purchase.duration_days is 'or so many days from the first entitlement on';
  comment on column licences.purchase.school_count is 'for how many schools it was bought; null: not by schools';

  alter table licences.purchase enable row level security, force row level security;
  create policy owner on licences.purchase to current_user using (true) with check (true);
  -- For those who own the licence or stand above its owner: whom it serves need not know what it cost.
  create policy staff on licences.purchase for select to freischalter_licences using (
    (select directory.is_operator())
    or ((select directory.caller_kind()) = 'licensing'
        and exists (select from licences.contract c
                    where c.licence_id = purchase.licence_id and owner_id in (select directory.within()))));
  grant select on licences.purchase to freischalter_licences;

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
  create view directory.purchase with (security_barrier) as
    select p.id, p.licence_id, p.cents, p.currency, p.term, p.duration_days
    from licences.purchase p join licences.contract c on c.licence_id = p.licence_id
    where (select directory.is_operator())
      or ((select directory.caller_kind()) in ('licensing', 'reporting') and c.owner_id in (select directory.within()));
  comment on view directory.purchase is 'what licences cost: the purchases that this caller may read, and no others';
  grant select on directory.purchase to freischalter_usage;

  create view directory.price with (security_barrier) as
    select licence_id, sum(cents)::bigint as cents, min(currency) as currency
    from directory.purchase group by licence_id having count(distinct currency) = 1;
  comment on view directory.price is 'all purchases of a licence together, where they are in one currency';
  grant select on directory.price to freischalter_usage;
`;
