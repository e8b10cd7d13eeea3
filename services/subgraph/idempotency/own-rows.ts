/**
 * Rows that belong to their caller alone: answers by idempotency key, previews, jobs. Row-level security enforces the
 * same.
 */
import type { Caller } from '../../../caller/caller';

/** The condition for a row with `kind`, `subject` and `bound`; the first three parameters are {@link ownedBy}. */
export const IS_OWN = `kind = $1 and subject = $2
  and (select array_agg(id order by id) from unnest(bound) as b(id))
    is not distinct from (select array_agg(o.id order by o.id) from directory.organisation o where o.key = any ($3))`;

/** The same subject with another binding is another caller. */
export function ownedBy({ kind, subject, bound }: Caller): readonly unknown[] {
  return [kind, subject, bound];
}
