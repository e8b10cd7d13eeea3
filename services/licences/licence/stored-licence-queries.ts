/** Reads licences for the code that amends them. */
import type { Queryable } from '../../../database/queryable';
import { bigint, int, json, nullable, statement, text, texts } from '../../../database/statement';
import { isoInstant } from '../../import-file/days';
import { PURCHASES_OF_LICENCE, type PurchaseFacts } from './purchase-queries';
import { type DatedTerms, type Terms, termsAt } from './terms-over-time';

/** Terms, contract, purchases and agreement. The days of the term are stored as instants. */
export interface LicenceFacts extends Terms {
  readonly number: string;
  readonly name: string;
  readonly kind: string;
  readonly publisher: string;
  readonly ownerId: string;
  readonly purchases: readonly PurchaseFacts[];
  /** The day of notice, such as `2026-12-31`. */
  readonly noticeOn: string | null;
  readonly documents: readonly string[];
}

export interface StoredLicence {
  readonly id: string;
  readonly version: number;
  /** The facts, with the terms that hold at the requested instant. */
  readonly facts: LicenceFacts;
  /** The terms of all times, in their order. */
  readonly dated: readonly DatedTerms[];
}

const STORED_LICENCES = statement(
  'storedLicences',
  `select c.licence_id as id, c.version, c.number, c.name, c.kind, p.name as publisher, c.owner_id as "ownerId",
     ${PURCHASES_OF_LICENCE} as purchases, a.notice_on::text as "noticeOn", coalesce(a.documents, '{}') as documents,
     (select json_agg(json_build_object('from', ${isoInstant('lower(t.valid)')}, 'terms', json_build_object(
               'holderLevels', t.holder_levels, 'rights', t.rights, 'pupilRights', t.pupil_rights, 'termKind', t.term_kind,
               'termFrom', ${isoInstant('lower(t.term)')}, 'termUntil', ${isoInstant('upper(t.term)')},
               'durationDays', t.duration_days, 'seats', t.seats, 'schoolCount', t.school_count))
             order by lower(t.valid) nulls first)
      from licences.licence_terms t where t.licence_id = c.licence_id) as dated
   from licences.contract c
   join licences.licence l on l.id = c.licence_id
   join licences.publisher p on p.id = c.publisher_id
   left join licences.agreement a on a.licence_id = c.licence_id
   where c.number = any ($1) or c.licence_id = any ($2::bigint[])`,
  {
    id: bigint,
    version: int,
    number: text,
    name: text,
    kind: text,
    publisher: text,
    ownerId: bigint,
    purchases: json<readonly PurchaseFacts[]>(),
    noticeOn: nullable(text),
    documents: texts,
    dated: nullable(json<DatedTerms[]>()),
  },
);

type Which = { readonly numbers: readonly string[] } | { readonly ids: readonly string[] };

/** Returns a licence by its id; undefined where it does not exist. @param at the instant of the terms in its facts */
export async function storedLicence(db: Queryable, id: string, at: Date): Promise<StoredLicence | undefined> {
  const [found] = (await storedLicences(db, { ids: [id] }, at)).values();
  return found;
}

/**
 * Returns those of the licences that exist, by number.
 *
 * @param at the instant of the terms in their facts
 */
export async function storedLicences(db: Queryable, which: Which, at: Date): Promise<Map<string, StoredLicence>> {
  const [numbers, ids] = 'numbers' in which ? [which.numbers, []] : [[], which.ids];
  const rows = await db.query(STORED_LICENCES, [numbers, ids]);
  return new Map(
    rows.map(({ id, version, dated, ...contract }) => {
      const terms = termsAt(dated ?? [], at.toISOString());
      if (!terms) throw new Error(`The licence ${contract.number} has no terms, and every licence has.`);
      return [contract.number, { id, version, facts: { ...contract, ...terms }, dated: dated as DatedTerms[] }];
    }),
  );
}
