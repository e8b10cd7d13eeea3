import { type Bounds, periodOf } from '../../../access/period';
import { rightSet } from '../../../access/right';
import type { GrantPath, SchoolFacts, TitleFacts } from '../../../access/rule';
import { type SuspensionBounds, suspensionOf } from '../../../access/timeline';
import type { Level } from '../../../caller/caller';
import { bigint, boolean, float, json, nullable, statement, texts } from '../../../database/statement';
import { boundsOf, millisecondsOf } from '../../subgraph/database/period-bounds';
import type { Transaction } from '../../subgraph/database/session';

/** One title in the form that the rule needs, with every path from one school to it. */
export interface TitlePaths {
  readonly titleId: string;
  readonly school: SchoolFacts;
  readonly title: TitleFacts;
  readonly paths: readonly GrantPath[];
  /** The seats of the licences that count them. */
  readonly seats: ReadonlyMap<string, number>;
}

interface PathRow {
  readonly id: string;
  readonly licence: string;
  readonly level: Level;
  readonly membership: Bounds;
  readonly period: Bounds;
  readonly revokedAt: number | null;
  readonly rights: string[];
  readonly suspensions: SuspensionBounds[];
  readonly valid: Bounds;
  readonly term: Bounds;
  readonly heldAt: Level[];
  readonly licenceRights: string[];
  readonly pupilRights: string[];
  /** From the terms that hold at the instant. */
  readonly seats: number | null;
  readonly seatFreeFrom: number | null;
  readonly coverage: Bounds;
}

const FIND_TITLE_PATHS = statement(
  'findTitlePaths',
  `select t.id as "titleId", ${boundsOf('s.operating')} as operating, ${boundsOf('t.playout')} as playout,
     ${millisecondsOf('t.withdrawn_at')} as "withdrawnAt", t.rights,
     t.openly_licensed as "openlyLicensed",
     coalesce((
       select json_agg(json_build_object(
         'id', e.id::text, 'licence', l.licence_id::text, 'level', m.level, 'membership', ${boundsOf('m.valid')},
         'period', ${boundsOf('e.valid')}, 'revokedAt', ${millisecondsOf('e.revoked_at')}, 'rights', e.rights,
         'suspensions', coalesce((select json_agg(schools.suspension_bounds(x)::json)
                                  from schools.entitlement_suspension x where x.entitlement_id = e.id), '[]'),
         'valid', ${boundsOf('l.valid')}, 'term', ${boundsOf('l.term')}, 'heldAt', l.holder_levels, 'licenceRights', l.rights,
         'pupilRights', l.pupil_rights, 'seats', case when l.valid @> $3::timestamptz then l.seats end, 'coverage', ${boundsOf('c.valid')},
         'seatFreeFrom', extract(epoch from case when l.seats is not null
           then directory.seat_free_from(l.licence_id, l.seats, $3::timestamptz) end) * 1000))
       from directory.coverage c
       join directory.licence_terms l on l.licence_id = c.licence_id
       join schools.entitlement e on e.licence_id = l.licence_id
       join schools.membership m on m.organisation_id = e.holder_id and m.school_id = s.id and m.valid && e.valid
       where c.title_id = t.id), '[]') as paths
   from schools.school s, directory.title t where s.id = $1 and t.id = any ($2)`,
  {
    titleId: bigint,
    operating: json<Bounds>(),
    playout: json<Bounds>(),
    withdrawnAt: nullable(float),
    rights: texts,
    openlyLicensed: boolean,
    paths: json<PathRow[]>(),
  },
);

/**
 * Returns the paths from a school, by the database's id, to titles, with what the licences service publishes about
 * its licences. One statement reads all titles. Unknown titles are left out.
 *
 * @param at the instant at which seats are counted, in epoch milliseconds
 */
export async function findTitlePaths(
  db: Transaction,
  schoolRow: string,
  titleIds: readonly string[],
  at: number,
): Promise<TitlePaths[]> {
  const rows = await db.query(FIND_TITLE_PATHS, [schoolRow, titleIds, new Date(at)]);
  return rows.map((row) => ({
    titleId: row.titleId,
    school: { operating: periodOf(row.operating) },
    title: {
      playout: periodOf(row.playout),
      withdrawnAt: row.withdrawnAt ?? Infinity,
      rights: rightSet(row.rights),
      openlyLicensed: row.openlyLicensed,
    },
    paths: row.paths.map(toPath),
    seats: new Map(row.paths.flatMap(({ licence, seats }) => (seats === null ? [] : [[licence, seats]]))),
  }));
}

function toPath(row: PathRow): GrantPath {
  return {
    entitlement: {
      id: row.id,
      licence: row.licence,
      level: row.level,
      membership: periodOf(row.membership),
      period: periodOf(row.period),
      revokedAt: row.revokedAt ?? Infinity,
      suspensions: row.suspensions.map(suspensionOf),
      rights: rightSet(row.rights),
    },
    licence: {
      valid: periodOf(row.valid),
      term: periodOf(row.term),
      heldAt: row.heldAt,
      rights: rightSet(row.licenceRights),
      pupilRights: rightSet(row.pupilRights),
      seatFreeFrom: row.seatFreeFrom ?? -Infinity,
    },
    coverage: periodOf(row.coverage),
  };
}
