/** The SQL side of the access rule: the licensed titles as a list, and the paths by which the rule decides on each. */
import { holds, type Period } from '../../../access/period';
import { grants, rightSet } from '../../../access/right';
import type { Path, Question } from '../../../access/rule';
import { entitlementsByLicence, type Timeline } from '../../../access/timeline';
import type { Level } from '../../../caller/caller';
import type { Session } from '../../subgraph/session';
import type { Title } from '../title/title';
import {
  isTitleId,
  LIST_CONDITIONS,
  listParameters,
  TITLE_COLUMNS,
  type TitleList,
  type TitlePage,
  type TitleRow,
  toTitle,
} from '../title/title-queries';

export interface TitleWithPaths {
  readonly title: Title;
  readonly paths: readonly Path[];
}

type Bounds = [from: number | null, until: number | null];
type PathRow = [
  licence: string,
  coverage: Bounds,
  term: Bounds,
  heldAt: Level[],
  rights: string[],
  pupilRights: string[],
  seatFreeFrom: number | null,
];
type TitleWithPathRows = TitleRow & { readonly paths: PathRow[] };

const MILLISECONDS = (range: string) =>
  `json_build_array(extract(epoch from lower(${range})) * 1000, extract(epoch from upper(${range})) * 1000)`;

const NO_SEAT_FREE_UNTIL = (at: string) =>
  `case when l.seats is not null then directory.seat_free_from(l.id, l.seats, ${at}) end`;

/** Every way from one of these licences to title `t`, in force or not, with their seats at that instant. */
const pathsOf = (licences: string, at: string) => `
  coalesce((
    select json_agg(json_build_array(l.id::text, ${MILLISECONDS('pt.valid * lp.valid')}, ${MILLISECONDS('l.term')},
                                     l.holder_levels, l.rights, l.pupil_rights,
                                     extract(epoch from ${NO_SEAT_FREE_UNTIL(at)}) * 1000))
    from licences.package_title pt
    join licences.licence_package lp on lp.package_id = pt.package_id and lp.valid && pt.valid
    join licences.licence l on l.id = lp.licence_id
    where pt.title_id = t.id and l.id = any (${licences}::bigint[])), '[]') as paths`;

/**
 * The packages that open right `$11` at instant `$12` to audience `$13`, by the entitlements in force (`$9`: their
 * licences, `$10`: the levels of their holders), and that a title is in one of them and may be shown itself.
 */
const IN_FORCE = `
  in_force as materialized (
    select distinct lp.package_id
    from unnest($9::bigint[], $10::text[]) as entitled(licence_id, level)
    join licences.licence l on l.id = entitled.licence_id
    join licences.licence_package lp on lp.licence_id = l.id
    where l.term @> $12::timestamptz and lp.valid @> $12::timestamptz
      and entitled.level = any (l.holder_levels)
      and $11 = any (l.rights) and ($13 = 'TEACHER' or $11 = any (l.pupil_rights))
      and ${NO_SEAT_FREE_UNTIL('$12::timestamptz')} is null)`;
const LICENSED = `
  $11 = any (t.rights) and t.playout @> $12::timestamptz and coalesce(t.withdrawn_at > $12, true)
  and exists (
    select from licences.package_title pt
    where pt.title_id = t.id and pt.valid @> $12::timestamptz and pt.package_id in (select package_id from in_force))`;

/** A page of the titles that the rule allows, each with its paths; one more than asked for where there is one. */
export async function listLicensedTitles(
  session: Session,
  timeline: Timeline,
  question: Question,
  page: TitlePage,
): Promise<TitleWithPaths[]> {
  if (!holds(timeline.school.operating, question.at)) return [];
  const rows = await session.query<TitleWithPathRows>(
    `with ${IN_FORCE},
     page as (
       select t.id, t.sort_key from licences.title t
       where ${LIST_CONDITIONS} and ${LICENSED} and ($14::text is null or (t.sort_key, t.id) > ($14, $15::bigint))
       order by t.sort_key, t.id limit $16)
     select ${TITLE_COLUMNS}, ${pathsOf('$17', '$12::timestamptz')}
     from page join licences.title t on t.id = page.id join licences.publisher p on p.id = t.publisher_id
     order by page.sort_key, page.id`,
    [
      ...listParameters(page),
      ...inForceParameters(timeline, question),
      page.after?.sortKey ?? null,
      page.after?.id ?? null,
      page.first + 1,
      licencesOf(timeline),
    ],
  );
  return rows.map((row) => withPaths(row, timeline));
}

export async function countLicensedTitles(
  session: Session,
  timeline: Timeline,
  question: Question,
  list: TitleList,
): Promise<number> {
  if (!holds(timeline.school.operating, question.at)) return 0;
  const [row] = await session.query<{ count: number }>(
    `with ${IN_FORCE} select count(*)::int as count from licences.title t where ${LIST_CONDITIONS} and ${LICENSED}`,
    [...listParameters(list), ...inForceParameters(timeline, question)],
  );
  return row?.count ?? 0;
}

/** Titles by id, each with every path from the school to it. Unknown ids are left out. */
export async function findTitlesWithPaths(
  session: Session,
  timeline: Timeline,
  at: number,
  ids: readonly string[],
): Promise<TitleWithPaths[]> {
  const rows = await session.query<TitleWithPathRows>(
    `select ${TITLE_COLUMNS}, ${pathsOf('$2', '$3::timestamptz')}
     from licences.title t join licences.publisher p on p.id = t.publisher_id where t.id = any ($1)`,
    [ids.filter(isTitleId), licencesOf(timeline), new Date(at)],
  );
  return rows.map((row) => withPaths(row, timeline));
}

function inForceParameters(timeline: Timeline, { at, right, audience }: Question): unknown[] {
  const inForce = timeline.entitlements.filter(
    (entitlement) =>
      holds(entitlement.membership, at) &&
      holds(entitlement.period, at) &&
      at < entitlement.revokedAt &&
      !entitlement.suspensions.some((suspension) => holds(suspension, at)) &&
      grants(entitlement.rights, right),
  );
  return [inForce.map(({ licence }) => licence), inForce.map(({ level }) => level), right, new Date(at), audience];
}

function licencesOf(timeline: Timeline): string[] {
  return [...new Set(timeline.entitlements.map(({ licence }) => licence))];
}

function withPaths({ paths, ...row }: TitleWithPathRows, timeline: Timeline): TitleWithPaths {
  const entitlements = entitlementsByLicence(timeline);
  return {
    title: toTitle(row),
    paths: paths.flatMap(([licence, coverage, term, heldAt, rights, pupilRights, seatFreeFrom]) => {
      const facts = {
        term: period(term),
        heldAt,
        rights: rightSet(rights),
        pupilRights: rightSet(pupilRights),
        seatFreeFrom: seatFreeFrom ?? -Infinity,
      };
      return (entitlements.get(licence) ?? []).map((entitlement) => ({
        entitlement,
        licence: facts,
        coverage: period(coverage),
      }));
    }),
  };
}

function period([from, until]: Bounds): Period {
  return { from: from ?? -Infinity, until: until ?? Infinity };
}
