/**
 * The schools `s`, organisations `o`, that fit a filter and lie in the caller's reach: for every statement that
 * selects such.
 */
import type { Caller } from '../../../caller/caller';
import { schoolCondition } from '../authorisation/allowed-queries';
import { foldedSql } from '../name-search';
import type { SchoolList } from './school-filter';

/** With $1 of {@link schoolParameters}. */
export const IN_REACH = (caller: Pick<Caller, 'kind'>) => schoolCondition(caller, 'school.read', 's.id', '$1');

const SEARCHED = foldedSql(`(o.name || ' ' || s.short_name || ' ' || s.city || ' ' || o.number)`);

/** With $2 to $8 of {@link schoolParameters}. */
export const SCHOOL_CONDITIONS = `
  ($2::text[] is null or ${SEARCHED} like all ($2) or o.external_id = $3)
  and ($4::text is null or ${foldedSql('s.city')} = $4)
  and ($5::text is null or ${foldedSql('s.form')} = $5 or ${foldedSql('s.form_code')} = $5)
  and ($6::text[] is null or s.id in (
    select m.school_id from directory.membership m join directory.organisation a on a.id = m.organisation_id
    where a.key = any ($6) and m.valid @> now() group by m.school_id having count(*) = cardinality($6)))
  and ($7::boolean is null or (s.operating @> $8::timestamptz) = $7)`;

export function schoolParameters({ bound }: Caller, list: SchoolList): unknown[] {
  const { search, city, form, organisations, inOperation, now } = list;
  const under = organisations.length > 0 ? organisations : null;
  return [bound, search.patterns, search.id, city, form, under, inOperation, new Date(now)];
}
