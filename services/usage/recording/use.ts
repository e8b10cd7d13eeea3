/** A use of a title, as it is stored, and how it is read from what a client sent. Pure. */
import type { Audience, UsageRight } from '../../../access/right';
import { type OrganisationKey, organisationKey } from '../../../caller/caller';
import { isDatabaseId } from '../../../request/values/database-id';
import { formsOf, readOrganisationId } from '../../../request/values/organisation-id';
import type { UsageAction, UsageEventInput, UsageRefusal } from './usage-event';

export interface Use {
  /** A UUID in lower case that identifies the use among those of its school. */
  readonly id: string;
  /** `SCHOOL:NW:100000` */
  readonly school: string;
  /** The title's id in the database, as text. */
  readonly title: string;
  readonly action: UsageAction;
  readonly usedAt: Date;
  readonly audience: Audience;
  /** The right that was used or refused; null where the sender does not say. */
  readonly right: UsageRight | null;
  /** The name that the sender gave the session; null where it gave none. It is never stored. */
  readonly session: string | null;
  /** The user agent with which the title was used; null where the sender does not say. It is never stored. */
  readonly userAgent: string | null;
}

/** In events of one request. A learning platform that was offline for a day sends what it kept in a few requests. */
export const MAX_BATCH = 10_000;
/** Events are kept for longer (services/usage/retention/), so a repeat is recognised for as long as it is accepted. */
export const MAX_AGE_DAYS = 400;
/** How far the clock of a sender may be ahead of ours. */
const CLOCK_DIFFERENCE_MS = 5 * 60_000;
const DAY_MS = 24 * 3_600_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Why a use is not recorded, and what the sender can do. */
export const REFUSALS: Readonly<Record<UsageRefusal, string>> = {
  FORBIDDEN: 'school: you may not record for this school, or it does not exist.',
  NOT_A_SCHOOL_ID: `school: not the id of a school. ${formsOf('SCHOOL')}`,
  NOT_A_UUID: 'id: not a UUID. Make one for each use.',
  OTHER_CONTENT: 'id: the same id was sent with other content. A use is never changed; give a new use a new UUID.',
  UNKNOWN_TITLE: 'title: there is no such title. Send the id that title or titles gave.',
  IN_FUTURE: 'usedAt: lies in the future. Send a use once it happened; check the clock and the time zone.',
  TOO_OLD: `usedAt: more than ${MAX_AGE_DAYS} days ago. Leave such events out.`,
  NO_AUTHORITY: 'usedAt: the school had no school authority, district and state at that time. Check the time.',
  SCHOOL_CLOSED: 'usedAt: the school was not in operation at that time. Check the time, or leave such events out.',
};

/** One event of a batch as it was read: a use, a repeat of an earlier use of the batch, or a refusal. */
export type Reading = { readonly use: Use; readonly isRepeat: boolean } | { readonly refused: UsageRefusal };

/**
 * Reads the events of a batch, in its order. An event that occurs twice is one use; where the contents differ, the first
 * one counts.
 *
 * @param now in epoch milliseconds
 */
export function usesReader(now: number): (event: UsageEventInput) => Reading {
  /** An id identifies a use only together with its school. */
  const bySchool = new Map<string, Map<string, Use>>();
  const keyOfSchool = schoolsReader();
  return (event) => {
    const reading = readUse(event, keyOfSchool(event.school), now);
    if ('refused' in reading) return reading;
    const { use } = reading;
    const uses = bySchool.get(use.school) ?? new Map<string, Use>();
    const before = uses.get(use.id);
    if (before) return sameContent(before, use) ? { use: before, isRepeat: true } : { refused: 'OTHER_CONTENT' };
    bySchool.set(use.school, uses.set(use.id, use));
    return reading;
  };
}

/** Reads each school of a batch once, because batches name only a few. */
function schoolsReader(): (sent: string) => OrganisationKey | null {
  const known = new Map<string, OrganisationKey | null>();
  return (sent) => {
    const found = known.get(sent);
    if (found !== undefined) return found;
    const id = readOrganisationId('SCHOOL', sent);
    const key = id === null ? null : organisationKey('SCHOOL', id);
    known.set(sent, key);
    return key;
  };
}

function readUse(event: UsageEventInput, school: OrganisationKey | null, now: number): Reading {
  const { title, action, usedAt, audience, session = null, userAgent = null } = event;
  const id = event.id.toLowerCase();
  const age = now - usedAt.getTime();
  if (school === null) return { refused: 'NOT_A_SCHOOL_ID' };
  if (!UUID.test(id)) return { refused: 'NOT_A_UUID' };
  if (!isDatabaseId(title)) return { refused: 'UNKNOWN_TITLE' };
  if (age < -CLOCK_DIFFERENCE_MS) return { refused: 'IN_FUTURE' };
  if (age > MAX_AGE_DAYS * DAY_MS) return { refused: 'TOO_OLD' };
  const right = event.right ?? RIGHT_OF_ACTION[action] ?? null;
  const use = { id, school, title, action, usedAt, audience, right, session: session || null, userAgent };
  return { use, isRepeat: false };
}

/** The right that an action takes where the sender names none. */
const RIGHT_OF_ACTION: Partial<Record<UsageAction, UsageRight>> = { STREAM: 'STREAM', DOWNLOAD: 'DOWNLOAD' };

/** Compares times to the second: a sender may keep whole seconds only, and its retry is the same use. */
function sameContent(a: Use, b: Use): boolean {
  return (
    a.title === b.title &&
    a.action === b.action &&
    a.audience === b.audience &&
    a.right === b.right &&
    second(a.usedAt) === second(b.usedAt)
  );
}

function second(instant: Date): number {
  return Math.floor(instant.getTime() / 1_000);
}
