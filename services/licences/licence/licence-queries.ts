import { USAGE_RIGHTS } from '../../../access/right';
import { type Caller, LEVELS } from '../../../caller/caller';
import { bigint, instant, int, json, nullable, oneOf, someOf, statement, text } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Session } from '../../subgraph/database/session';
import type { Organisation } from '../../subgraph/organisation/organisation';
import { licenceCondition, reachOf } from '../authorisation/allowed-queries';
import { type Licence, TermKind } from './licence';

const LICENCE = {
  id: bigint,
  number: text,
  version: int,
  name: text,
  kind: text,
  publisher: text,
  holderLevels: someOf(LEVELS),
  rights: someOf(USAGE_RIGHTS),
  pupilRights: someOf(USAGE_RIGHTS),
  termKind: oneOf(Object.values(TermKind)),
  validFrom: nullable(instant),
  validUntil: nullable(instant),
  durationDays: nullable(int),
  seats: nullable(int),
  schoolCount: nullable(int),
  owner: json<Organisation>(),
};

const LICENCES = `
  select l.licence_id as id, c.number, c.version, c.name, c.kind, p.name as publisher, l.holder_levels as "holderLevels", l.rights,
    l.pupil_rights as "pupilRights", l.term_kind as "termKind", lower(l.term) as "validFrom", upper(l.term) as "validUntil",
    l.duration_days as "durationDays", l.seats, l.school_count as "schoolCount",
    json_build_object('key', w.key, 'level', w.level, 'id', w.external_id,
                      'number', substring(w.external_id from '[^:]+$'), 'name', w.name) as owner
  from licences.licence_terms l
  join licences.contract c on c.licence_id = l.licence_id and l.valid @> now()
  join licences.publisher p on p.id = c.publisher_id
  join directory.organisation w on w.id = c.owner_id`;

const FIND_LICENCES = statement('findLicences', `${LICENCES} where l.licence_id = any ($1)`, LICENCE);

/** Returns licences by id. Unknown ids are left out. */
export async function findLicences(session: Session, ids: readonly string[]): Promise<Map<string, Licence>> {
  const rows: Licence[] = await session.query(FIND_LICENCES, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

const LIST_LICENCES = byCondition(
  (caller) =>
    `${licenceCondition(caller, 'licence.read', '$1')} and (not $3 or ${licenceCondition(caller, 'licence.assign', '$1')})`,
  (allowed) =>
    statement(
      'listLicences',
      `${reachOf('$1')} ${LICENCES}
       where ${allowed}
         and ($2::text is null or lower(c.number collate "C") = lower($2 collate "C")
           or strpos(lower(c.name collate pg_c_utf8), lower($2 collate pg_c_utf8)) > 0)
         and ($4::text is null or c.number > $4)
       order by c.number limit $5`,
      LICENCE,
    ),
);

/**
 * Returns the licences that the caller may read, by number, after the given one. One more than requested is returned
 * where there is one.
 */
export function listLicences(
  session: Session,
  caller: Caller,
  list: { search: string | null; owned: boolean; first: number; after: string | null },
): Promise<Licence[]> {
  return session.query(LIST_LICENCES(caller), [caller.bound, list.search, list.owned, list.after, list.first + 1]);
}
