/** The part of a worklist's statement that reads the notes on its rows; the same in every service. */
import type { NoteFilter, Worklist } from './worklists';

/**
 * The notes of a list, as `note`, for a statement that begins with `with`: at most one for each object. Where several
 * organisations of one caller wrote notes, it is the one that was changed last.
 *
 * @param bound the parameter with the keys of what the caller is bound to
 */
export const notesOf = (list: Worklist, bound: string) => `
  note as materialized (
    select distinct on (object_id) id, object_id, snoozed_until, is_assigned, is_mine
    from directory.worklist_note
    where list = '${list}' and organisation_key = any (${bound})
    order by object_id, changed_at desc, id desc)`;

interface NoteParameters {
  readonly state: string;
  readonly assignedTo: string;
  readonly now: string;
}

/** The condition that a row is wanted whose note is `note`, which may be null. All three arguments are parameters. */
export const isWanted = ({ state, assignedTo, now }: NoteParameters) => `
  (${state}::text = 'ALL' or (${state}::text = 'SNOOZED') = coalesce(note.snoozed_until > ${now}::timestamptz, false))
  and (${assignedTo}::text is null or case ${assignedTo}::text
    when 'ME' then coalesce(note.is_mine, false)
    when 'ANYBODY' then coalesce(note.is_assigned, false)
    else not coalesce(note.is_assigned, false) end)`;

/** The parameters of a statement with {@link isWanted}. */
export function noteParameters({ state, assignedTo }: NoteFilter): [string, string | null] {
  return [state, assignedTo ?? null];
}
