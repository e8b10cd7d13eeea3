/**
 * The condition of policies on tables that belong to a contract: the caller owns the licence, or stands above its
 * owner.
 */
const isStaffOf = (table: string) => `
    (select directory.is_operator())
    or ((select directory.caller_kind()) = 'licensing'
        and exists (select from licences.contract c
                    where c.licence_id = ${table}.licence_id and owner_id in (select directory.within())))`;

/**
 * Licences are three groups of tables, by who may see them (docs/decisions/0006): the terms that the access rule needs,
 * which name no authority and so need no row-level security, like the catalogue; the contract, for the owner and those
 * whom it serves; and cost and agreement, for licensing staff of the owner and operators. Terms have periods, so that
 * an amendment changes nothing about the time before it (docs/decisions/0062).
 */
export const LICENCES = `
  create table licences.licence (
    id  bigint generated always as identity primary key
  );
  comment on table licences.licence is 'by itself: what it is worth stands in its terms, whose it is in its contract';
  grant select, insert on licences.licence to freischalter_licences;
  grant usage on sequence licences.licence_id_seq to freischalter_licences;

  -- "+ 0" as for memberships in services/schools.
  create table licences.licence_terms (
    licence_id     bigint not null references licences.licence,
    valid          tstzrange not null default '(,)' check (not isempty(valid)),
    term           tstzrange not null check (not isempty(term)),
    term_kind      text not null check (term_kind in ('FIXED', 'DURATION', 'SCHOOL_YEAR', 'UNLIMITED')),
    duration_days  int check (duration_days > 0),
    holder_levels  text[] not null check (cardinality(holder_levels) > 0),
    rights         text[] not null check (cardinality(rights) > 0),
    pupil_rights   text[] not null default '{}',
    seats          int check (seats > 0),
    school_count   int check (school_count > 0),
    primary key (licence_id, valid),
    constraint licence_terms_once exclude using gist ((licence_id + 0) with =, valid with &&),
    check ((term_kind = 'DURATION') = (duration_days is not null)),
    check (pupil_rights <@ rights)
  );
  comment on table licences.licence_terms is 'what a licence is worth, from one amendment to the next: at each instant one row of it';
  comment on column licences.licence_terms.seats is 'concurrent uses; null: unlimited';
  comment on column licences.licence_terms.school_count is 'how many schools may have it at a time; null: no such limit';
  grant select, insert, delete on licences.licence_terms to freischalter_licences;
  grant update (valid) on licences.licence_terms to freischalter_licences;

  create table licences.contract (
    licence_id    bigint primary key references licences.licence,
    number        text not null unique,
    name          text not null,
    kind          text not null,
    publisher_id  bigint not null references licences.publisher,
    owner_id      bigint not null,
    version       int not null default 1
  );
  comment on column licences.contract.owner_id is 'the organisation that bought it (directory.organisation)';
  comment on column licences.contract.version is
    'counts what was written about the licence: an amendment names the version that it changes';
  create index contract_owner on licences.contract (owner_id);

  alter table licences.contract enable row level security, force row level security;
  create policy owner on licences.contract to current_user using (true) with check (true);
  create policy reach on licences.contract for select to freischalter_licences using (
    (select directory.is_operator())
    -- First, as it takes no look at memberships and entitlements: of a state, 75 ms for each statement.
    or owner_id = any ((select directory.bound())::bigint[])
    or licence_id in (select directory.licences_in_reach())
    or owner_id in (select directory.within()));
  create policy make on licences.contract for insert to freischalter_licences with check (
    (select directory.is_operator())
    or ((select directory.caller_kind()) = 'licensing' and owner_id in (select directory.within())));
  create policy amend on licences.contract for update to freischalter_licences using (
    (select directory.is_operator())
    or ((select directory.caller_kind()) = 'licensing' and owner_id in (select directory.within())));
  grant select, insert on licences.contract to freischalter_licences;
  grant update (number, name, kind, publisher_id, version) on licences.contract to freischalter_licences;

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
  create policy staff on licences.purchase to freischalter_licences using (${isStaffOf('purchase')});
  grant select, insert, delete on licences.purchase to freischalter_licences;
  grant update (purchased_on, cents, term, duration_days, school_count) on licences.purchase to freischalter_licences;

  create table licences.agreement (
    licence_id  bigint primary key references licences.licence,
    notice_on   date,
    documents   text[] not null default '{}'
  );
  comment on column licences.agreement.notice_on is 'the last day on which notice can be given';
  comment on column licences.agreement.documents is 'where the papers are: file numbers, addresses';

  alter table licences.agreement enable row level security, force row level security;
  create policy owner on licences.agreement to current_user using (true) with check (true);
  create policy staff on licences.agreement to freischalter_licences using (${isStaffOf('agreement')});
  grant select, insert on licences.agreement to freischalter_licences;
  grant update (notice_on, documents) on licences.agreement to freischalter_licences;

  create table licences.licence_version (
    licence_id   bigint not null references licences.licence,
    version      int not null,
    recorded_at  timestamptz not null default now(),
    valid_from   timestamptz,
    state        jsonb not null,
    primary key (licence_id, version)
  );
  comment on table licences.licence_version is 'what was written about a licence, whole, each time that it was; rows are never changed';
  comment on column licences.licence_version.valid_from is 'from when on its terms are so; null: from the beginning';

  alter table licences.licence_version enable row level security, force row level security;
  create policy owner on licences.licence_version to current_user using (true) with check (true);
  create policy staff on licences.licence_version to freischalter_licences using (${isStaffOf('licence_version')});
  grant select, insert on licences.licence_version to freischalter_licences;

  create table licences.licence_package (
    licence_id  bigint not null references licences.licence,
    package_id  bigint not null references licences.package,
    valid       tstzrange not null default '(,)' check (not isempty(valid)),
    primary key (licence_id, package_id, valid)
  );
  create index licence_package_package on licences.licence_package (package_id, licence_id);
  grant select, insert, delete on licences.licence_package to freischalter_licences;

  create view directory.licence as
    select t.licence_id as id, c.number, c.owner_id, t.holder_levels, t.rights, t.pupil_rights, t.term, t.term_kind,
      t.duration_days, t.seats, c.name, t.school_count, c.version
    from licences.licence_terms t join licences.contract c on c.licence_id = t.licence_id
    where t.valid @> now();
  comment on view directory.licence is 'with the terms that hold now';
  create view directory.licence_terms as
    select licence_id, valid, term, holder_levels, rights, pupil_rights, seats from licences.licence_terms;
  comment on view directory.licence_terms is 'the terms of licences, and when they hold: for what is asked as of an instant';
  create view directory.coverage as
    select pt.title_id, lp.licence_id, pt.valid * lp.valid as valid
    from licences.package_title pt
    join licences.licence_package lp on lp.package_id = pt.package_id and lp.valid && pt.valid;
  comment on view directory.coverage is 'when a licence covers a title, by each package that holds it';
  grant select on directory.licence, directory.licence_terms, directory.coverage to freischalter_schools, freischalter_usage;
  grant select on directory.coverage to freischalter_licences;

  create view directory.contract with (security_barrier) as
    select licence_id, number, name, owner_id from licences.contract
    where (select directory.is_operator())
      or ((select directory.caller_kind()) in ('licensing', 'reporting')
          and (owner_id = any ((select directory.bound())::bigint[])
               or licence_id in (select directory.licences_in_reach()) or owner_id in (select directory.within())));
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
  grant select on directory.price to freischalter_schools, freischalter_usage;

  create view directory.agreement with (security_barrier) as
    select a.licence_id, a.notice_on, a.documents
    from licences.agreement a join licences.contract c on c.licence_id = a.licence_id
    where (select directory.is_operator())
      or ((select directory.caller_kind()) = 'licensing' and c.owner_id in (select directory.within()));
  comment on view directory.agreement is 'notice dates and documents: those that this caller may read, and no others';
  grant select on directory.agreement to freischalter_schools, freischalter_usage;
`;
