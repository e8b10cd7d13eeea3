/** The statements that write licences, for imports and for staff. */
import { isDeepStrictEqual } from 'node:util';
import type { Queryable } from '../../../database/queryable';
import { bigint, statement } from '../../../database/statement';
import { PURCHASES_OF_LICENCE, replacePurchases } from './purchase-queries';
import type { LicenceFacts, StoredLicence } from './stored-licence-queries';
import { amendFrom, type DatedTerms, type Terms, termsOf } from './terms-over-time';

interface LicenceRow {
  readonly id: string;
  readonly facts: LicenceFacts;
  /** Undefined for a new licence. */
  readonly stored: StoredLicence | undefined;
  /** Amends terms. It is called with the terms that hold at the amendment, and with all later ones. */
  readonly amend: (terms: Terms) => Terms;
}

const INSERT_LICENCES = statement(
  'insertLicences',
  'insert into licences.licence (id) overriding system value select unnest($1::bigint[])',
);

const UPSERT_CONTRACTS = statement(
  'upsertContracts',
  `with written as (
     insert into licences.contract as c (licence_id, number, name, kind, publisher_id, owner_id)
     select x.id, x.number, x.name, x.kind, p.id, x."ownerId"
     from json_to_recordset($1) as x(id bigint, number text, name text, kind text, publisher text, "ownerId" bigint)
     join licences.publisher p on p.name = x.publisher
     on conflict (licence_id) do update set number = excluded.number, name = excluded.name, kind = excluded.kind,
       publisher_id = excluded.publisher_id
     where (c.number, c.name, c.kind, c.publisher_id)
       is distinct from (excluded.number, excluded.name, excluded.kind, excluded.publisher_id)
     returning licence_id as id)
   select id from written`,
  { id: bigint },
);

const DELETE_LATER_TERMS = statement(
  'deleteLaterTerms',
  `delete from licences.licence_terms t using unnest($1::bigint[]) as x(id)
   where t.licence_id = x.id and lower(t.valid) >= $2`,
);

const END_TERMS = statement(
  'endTerms',
  `update licences.licence_terms t set valid = tstzrange(lower(t.valid), x.until)
   from json_to_recordset($1) as x(id bigint, "from" timestamptz, until timestamptz)
   where t.licence_id = x.id and lower(t.valid) is not distinct from x."from"
     and upper(t.valid) is distinct from x.until`,
);

const INSERT_TERMS = statement(
  'insertTerms',
  `insert into licences.licence_terms (licence_id, valid, term, term_kind, duration_days, holder_levels, rights,
     pupil_rights, seats, school_count)
   select id, tstzrange("from", until), tstzrange("termFrom", "termUntil"), "termKind", "durationDays", "holderLevels", rights,
     "pupilRights", seats, "schoolCount"
   from json_to_recordset($1) as x(id bigint, "from" timestamptz, until timestamptz, "termFrom" timestamptz,
     "termUntil" timestamptz, "termKind" text, "durationDays" int, "holderLevels" text[], rights text[],
     "pupilRights" text[], seats int, "schoolCount" int)`,
);

const UPSERT_AGREEMENTS = statement(
  'upsertAgreements',
  `with written as (
     insert into licences.agreement as a (licence_id, notice_on, documents)
     select x.id, x."noticeOn", x.documents
     from json_to_recordset($1) as x(id bigint, "noticeOn" date, documents text[])
     where x."noticeOn" is not null or cardinality(x.documents) > 0
       or exists (select from licences.agreement known where known.licence_id = x.id)
     on conflict (licence_id) do update set notice_on = excluded.notice_on, documents = excluded.documents
     where (a.notice_on, a.documents) is distinct from (excluded.notice_on, excluded.documents)
     returning licence_id as id)
   select id from written`,
  { id: bigint },
);

/**
 * Writes terms, contract, purchases and agreement. What held before the instant stays.
 *
 * @param at the instant from which the terms of known licences change; those of a new one hold from the beginning
 * @returns the ids of the licences that were added, or in which something changed
 */
export async function writeFacts(db: Queryable, rows: readonly LicenceRow[], at: Date): Promise<Set<string>> {
  const fresh = rows.filter(({ stored }) => !stored).map(({ id }) => id);
  if (fresh.length > 0) await db.query(INSERT_LICENCES, [fresh]);
  const facts = [JSON.stringify(rows.map((row) => ({ id: row.id, ...row.facts })))];
  const contracts = await db.query(UPSERT_CONTRACTS, facts);
  const terms = await writeTerms(db, rows, at);
  const bought = await replacePurchases(
    db,
    rows.map(({ id, facts: { purchases } }) => ({ id, purchases })),
  );
  const agreements = await db.query(UPSERT_AGREEMENTS, facts);
  return new Set([...terms, ...bought, ...[...contracts, ...agreements].map(({ id }) => id)]);
}

async function writeTerms(db: Queryable, rows: readonly LicenceRow[], at: Date): Promise<string[]> {
  const instant = at.toISOString();
  const amended = rows.flatMap(({ id, facts, stored, amend }) => {
    const after = stored ? amendFrom(stored.dated, instant, amend) : [{ from: null, terms: termsOf(facts) }];
    const isSame = stored !== undefined && isDeepStrictEqual(after, stored.dated);
    return isSame ? [] : [{ id, isNew: !stored, periods: periodsOf(after) }];
  });
  if (amended.length === 0) return [];
  const known = amended.filter(({ isNew }) => !isNew);
  if (known.length > 0) {
    await db.query(DELETE_LATER_TERMS, [known.map(({ id }) => id), at]);
    const ending = known.flatMap(({ id, periods }) => {
      const last = periods.findLast(({ from }) => from === null || from < instant);
      return last ? [{ id, from: last.from, until: last.until }] : [];
    });
    await db.query(END_TERMS, [JSON.stringify(ending)]);
  }
  const begun = amended.flatMap(({ id, isNew, periods }) =>
    periods
      .filter(({ from }) => isNew || (from !== null && from >= instant))
      .map(({ from, until, terms }) => ({ id, ...terms, from, until })),
  );
  if (begun.length > 0) await db.query(INSERT_TERMS, [JSON.stringify(begun)]);
  return amended.map(({ id }) => id);
}

/** Returns each with the instant at which the next one begins; null where there is no other. */
function periodsOf(dated: readonly DatedTerms[]) {
  return dated.map((one, index) => ({ ...one, until: dated[index + 1]?.from ?? null }));
}

const RAISE_VERSIONS = statement(
  'raiseVersions',
  'update licences.contract set version = version + 1 where licence_id = any ($1::bigint[])',
);

const KEEP_VERSIONS = statement(
  'keepVersions',
  `insert into licences.licence_version (licence_id, version, valid_from, state)
   select c.licence_id, c.version, x.valid_from, jsonb_build_object(
     'number', c.number, 'name', c.name, 'kind', c.kind, 'publisher', p.name, 'holderLevels', t.holder_levels,
     'rights', t.rights, 'pupilRights', t.pupil_rights, 'termKind', t.term_kind, 'validFrom', lower(t.term),
     'validUntil', upper(t.term), 'durationDays', t.duration_days, 'seats', t.seats, 'schoolCount', t.school_count,
     'purchases', ${PURCHASES_OF_LICENCE}, 'noticeOn', a.notice_on, 'documents', coalesce(a.documents, '{}'),
     'packages', (select coalesce(jsonb_agg(pa.number order by pa.number), '[]')
                  from licences.licence_package lp join licences.package pa on pa.id = lp.package_id
                  where lp.licence_id = c.licence_id and lp.valid @> x.at and pa.number <> 'licence:' || c.number),
     'titleCount', (select count(*) from licences.package pa join licences.package_title pt on pt.package_id = pa.id
                    where pa.number = 'licence:' || c.number and pt.valid @> x.at))
   from (select id, valid_from, coalesce(valid_from, now()) as at
         from unnest($1::bigint[], $2::timestamptz[]) as x(id, valid_from)) x
   join licences.licence l on l.id = x.id
   join licences.contract c on c.licence_id = x.id
   join licences.publisher p on p.id = c.publisher_id
   join licences.licence_terms t on t.licence_id = c.licence_id and t.valid @> x.at
   left join licences.agreement a on a.licence_id = c.licence_id`,
);

/**
 * Counts the change of each licence, and stores its new version. It must be called once, after everything else is
 * written.
 */
export async function keepVersions(
  db: Queryable,
  changed: readonly { readonly id: string; readonly isNew: boolean }[],
  at: Date,
): Promise<void> {
  if (changed.length === 0) return;
  await db.query(RAISE_VERSIONS, [changed.filter(({ isNew }) => !isNew).map(({ id }) => id)]);
  await db.query(KEEP_VERSIONS, [changed.map(({ id }) => id), changed.map(({ isNew }) => (isNew ? null : at))]);
}
