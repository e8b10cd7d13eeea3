import { LEVELS, type OrganisationKey } from '../../../caller/caller';
import {
  bigint,
  instant,
  int,
  neverNull,
  nullable,
  oneOf,
  PLANNED_ONCE,
  statement,
  text,
} from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import { WORKLISTS, type Worklist } from '../../subgraph/worklist/worklists';
import type { WorklistNote } from './note';

const COLUMNS = `
  n.id, o.key, o.level, o.external_id as "externalId", o.name, substring(o.external_id from '[^:]+$') as number, n.list,
  n.object_id as "objectId", n.snoozed_until as "snoozedUntil", n.assignee, n.text, n.version, n.changed_at as "changedAt",
  n.changed_by as "changedBy"`;
const NOTE = {
  id: bigint,
  key: text,
  level: oneOf(LEVELS),
  externalId: text,
  name: text,
  number: neverNull(text, 'an external id ends with its number'),
  list: oneOf(WORKLISTS),
  objectId: bigint,
  snoozedUntil: nullable(instant),
  assignee: nullable(text),
  text: nullable(text),
  version: int,
  changedAt: instant,
  changedBy: nullable(text),
};

const FIND_NOTES = statement(
  'findNotes',
  `select ${COLUMNS} from schools.worklist_note n join directory.organisation o on o.id = n.organisation_id
   where n.id = any ($1) and o.key = any ($2)`,
  NOTE,
  PLANNED_ONCE,
);

/** Returns notes by id, of these organisations. Others are left out, like unknown ones. */
export async function findNotes(
  reader: Transaction,
  ids: readonly string[],
  organisations: readonly OrganisationKey[],
): Promise<WorklistNote[]> {
  return (await reader.query(FIND_NOTES, [ids, organisations])).map(noteOf);
}

/** Any constant will do. The second key is the organisation. */
const NOTES_LOCK = 7_340_011;

const LOCK_NOTES = statement(
  'lockNotes',
  `select pg_advisory_xact_lock(${NOTES_LOCK}, o.id::int) from directory.organisation o where o.key = $1`,
);

/**
 * Calls that write notes of an organisation wait for each other, so that the versions that are compared stay the
 * present ones.
 */
export async function lockNotes(db: Transaction, organisation: OrganisationKey): Promise<void> {
  await db.query(LOCK_NOTES, [organisation]);
}

const FIND_NOTES_OF_ROWS = statement(
  'findNotesOfRows',
  `select ${COLUMNS} from schools.worklist_note n join directory.organisation o on o.id = n.organisation_id
   where o.key = $1 and n.list = $2 and n.object_id = any ($3) order by n.object_id`,
  NOTE,
  PLANNED_ONCE,
);

/** Returns the notes of an organisation on these rows of a list. */
export async function findNotesOfRows(
  db: Transaction,
  organisation: OrganisationKey,
  list: Worklist,
  ids: readonly string[],
): Promise<WorklistNote[]> {
  return (await db.query(FIND_NOTES_OF_ROWS, [organisation, list, ids])).map(noteOf);
}

const WRITE_NOTES = statement(
  'writeNotes',
  `insert into schools.worklist_note (organisation_id, list, object_id, snoozed_until, assignee, text, changed_by)
   select o.id, $2, object_id, $4, $5, $6, $7
   from directory.organisation o cross join unnest($3::bigint[]) as row (object_id) where o.key = $1
   on conflict on constraint worklist_note_once do update
   set snoozed_until = excluded.snoozed_until, assignee = excluded.assignee, text = excluded.text,
     version = worklist_note.version + 1, changed_at = now(), changed_by = excluded.changed_by`,
);

interface NoteContent {
  readonly snoozedUntil: Date | null;
  readonly assignee: string | null;
  readonly text: string | null;
}

export async function writeNotes(
  db: Transaction,
  organisation: OrganisationKey,
  list: Worklist,
  ids: readonly string[],
  { snoozedUntil, assignee, text }: NoteContent,
  changedBy: string,
): Promise<void> {
  await db.query(WRITE_NOTES, [organisation, list, ids, snoozedUntil, assignee, text, changedBy]);
}

const FIND_TITLES = statement('findTitlesToNote', 'select id from directory.title where id = any ($1)', { id: bigint });

/** Returns, of ids of titles, those that exist. */
export async function findTitlesToNote(db: Transaction, ids: readonly string[]): Promise<Set<string>> {
  return new Set((await db.query(FIND_TITLES, [ids])).map(({ id }) => id));
}

function noteOf({ key, level, externalId, name, number, ...note }: NoteRow): WorklistNote {
  return { ...note, organisation: { key, level, id: externalId, name, number } };
}
type NoteRow = Omit<WorklistNote, 'organisation'> & {
  readonly key: string;
  readonly level: (typeof LEVELS)[number];
  readonly externalId: string;
  readonly name: string;
  readonly number: string;
};
