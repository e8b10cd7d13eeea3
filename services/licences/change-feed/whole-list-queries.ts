/**
 * A whole list, made in the database: titles that the rule cannot tell apart have a common key, the rule decides each
 * key once, and the database stores the decision for each title. So no list passes through the process.
 */
import { ALWAYS, type Period } from '../../../access/period';
import { statement, texts, uuids } from '../../../database/statement';
import { millisecondsOf } from '../../subgraph/database/period-bounds';
import type { Transaction } from '../../subgraph/database/session';
import { allowsItself } from '../access/access-queries';
import type { Ruling } from '../access/ruling';

/** What the rule looks at for a title, except the title's own instants: those only end what it allows. */
interface KeyFacts {
  readonly rights: readonly string[];
  readonly openlyLicensed: boolean;
  readonly contents: readonly { readonly package: string; readonly valid: Period }[];
}

/** What the rule allows for all titles with a key. */
export interface DecidedKey {
  readonly key: string;
  readonly digest: string;
  /** In epoch milliseconds; Infinity: never. */
  readonly validUntil: number;
}

const OPEN = 'open';

/**
 * @param key `STREAM DOWNLOAD|12 15:1785535200000:`: rights, and packages with their dates, or that it is openly
 * licensed
 */
export function factsOfKey(key: string): KeyFacts {
  const [rights = '', held = ''] = key.split('|');
  const openlyLicensed = held === OPEN;
  const contents = openlyLicensed || held === '' ? [] : held.split(' ').map(contentOf);
  return { rights: rights.split(' '), openlyLicensed, contents };
}

function contentOf(written: string): KeyFacts['contents'][number] {
  const [id = '', from, until] = written.split(':');
  if (from === undefined) return { package: id, valid: ALWAYS };
  return { package: id, valid: { from: from ? Number(from) : -Infinity, until: until ? Number(until) : Infinity } };
}

const WRITE_SEGMENTS = statement(
  'writeSegments',
  `with held as (
     select pt.title_id, string_agg(
       pt.package_id || case when pt.valid = '(,)' then '' else concat(
         ':', ${millisecondsOf('lower(pt.valid)')}, ':', ${millisecondsOf('upper(pt.valid)')}) end,
       ' ' order by pt.package_id, pt.valid) as contents
     from licences.package_title pt where pt.package_id = any ($1::bigint[])
     group by pt.title_id having bool_or(pt.valid @> $3::timestamptz and pt.package_id = any ($2::bigint[]))),
   listed as (
     select t.id, t.version, array_to_string(t.rights, ' ') || '|'
         || case when t.open_licence is not null then '${OPEN}' else held.contents end as key,
       coalesce(${millisecondsOf('least(t.withdrawn_at, upper(t.playout))')}, 'infinity') as ends
     from licences.title t left join held on held.title_id = t.id
     where ${allowsItself('$4::text', '$3::timestamptz')} and (t.open_licence is not null or held.title_id is not null)),
   judged as (
     select l.id, l.version, case when d.key is null then l.key end as undecided, d.decision, least(d.until, l.ends) as until
     from listed l left join unnest($5::text[], $6::uuid[], $7::float8[]) as d(key, decision, until) on d.key = l.key),
   segment as (
     select id / 1000 as thousand, array_agg(id order by id) as titles, array_agg(version order by id) as versions,
       array_agg(decision order by id) as decisions, array_agg(until order by id) as untils,
       array_agg(distinct undecided) filter (where undecided is not null) as undecided
     from judged group by id / 1000),
   digested as materialized (
     select *, encode(substring(sha256(
       array_send(titles) || array_send(versions) || array_send(decisions) || array_send(untils)
     ) from 1 for 16), 'hex')::uuid as digest from segment),
   written as (
     insert into licences.list_segment as s (digest, thousand, titles, versions, decisions, untils)
     select digest, thousand, titles, versions, decisions, untils from digested where undecided is null order by digest
     on conflict (digest) do update set named_at = now() where s.named_at < now() - interval '1 day')
   select coalesce(array_agg(digest order by thousand), '{}') as segments,
     coalesce((select array_agg(distinct key) from digested, unnest(undecided) as key), '{}') as undecided
   from digested`,
  { segments: uuids, undecided: texts },
);

/**
 * Writes the segments of the list that do not exist yet, except segments with a title whose key is not decided.
 *
 * @param ruling without seats
 * @returns the digests of all segments, and the keys that are not decided
 */
export async function writeSegments(
  db: Transaction,
  { operates, question: { at, right }, packages, granted }: Ruling,
  decided: readonly DecidedKey[],
): Promise<{ readonly segments: readonly string[]; readonly undecided: readonly string[] }> {
  if (!operates) return { segments: [], undecided: [] };
  const [row] = await db.query(WRITE_SEGMENTS, [
    granted(),
    packages.free,
    new Date(at),
    right,
    decided.map(({ key }) => key),
    decided.map(({ digest }) => digest),
    decided.map(({ validUntil }) => validUntil),
  ]);
  return row ?? { segments: [], undecided: [] };
}
