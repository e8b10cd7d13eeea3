/**
 * The licences of a file before they are written: while a file is checked, they are to the entitlements of the same
 * file what `directory.licence` is for licences that are written. They stand in a temporary table.
 */
import type { Queryable } from '../../database/queryable';
import { nullable, statement, text } from '../../database/statement';

interface ComingLicence {
  readonly number: string;
  readonly ownerId: string;
  readonly holderLevels: readonly string[];
  readonly rights: readonly string[];
  readonly termKind: string;
  readonly termFrom: string | null;
  readonly termUntil: string | null;
  readonly durationDays: number | null;
  /** Whether the term ends at another time than on record, and when it ends on record; null is an open end. */
  readonly isTermChanged: boolean;
  readonly formerUntil: string | null;
}

const FIND_TABLE = statement('findComingLicences', `select to_regclass('pg_temp.coming_licence')::text as table`, {
  table: nullable(text),
});

const CREATE_TABLE = statement(
  'createComingLicences',
  `create temporary table coming_licence (number text, owner_id bigint, holder_levels text[], rights text[],
     term_kind text, term tstzrange, duration_days int, is_term_changed boolean, former_until timestamptz)
   on commit drop`,
);
const INDEX_TABLE = statement('indexComingLicences', 'create index on coming_licence (number)');

const INSERT = statement(
  'insertComingLicences',
  `insert into coming_licence
   select number, "ownerId", "holderLevels", rights, "termKind", tstzrange("termFrom", "termUntil"), "durationDays",
     "isTermChanged", "formerUntil"
   from json_to_recordset($1) as x(number text, "ownerId" bigint, "holderLevels" text[], rights text[],
     "termKind" text, "termFrom" timestamptz, "termUntil" timestamptz, "durationDays" int,
     "isTermChanged" boolean, "formerUntil" timestamptz)`,
);

/** Makes `coming_licence`, which exists until the end of the transaction. */
export async function stageComingLicences(db: Queryable, licences: readonly ComingLicence[]): Promise<void> {
  const [found] = await db.query(FIND_TABLE);
  if (!found?.table) {
    await db.query(CREATE_TABLE);
    await db.query(INDEX_TABLE);
  }
  if (licences.length > 0) await db.query(INSERT, [JSON.stringify(licences)]);
}
