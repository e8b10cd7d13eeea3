/** One use of a title, as it is written down, and the reading of what a client sent. Pure. */
import type { Audience } from '../../../access/right';
import { badUserInput, forbidden, organisationKey, parseOrganisationKey } from '../../../caller/caller';
import { isDatabaseId } from '../../../caller/database-id';
import type { UsageAction, UsageEventInput } from './usage-event';

export interface Use {
  /** Where it was sent, for messages: `events[3]`. */
  readonly place: string;
  /** A UUID in lower case. It names the use among those of its school. */
  readonly id: string;
  /** `SCHOOL:NW:100000` */
  readonly school: string;
  /** The title's id in the database, as text. */
  readonly title: string;
  readonly action: UsageAction;
  readonly usedAt: Date;
  readonly audience: Audience;
}

/** Of one call: a learning platform that was cut off for a day sends what it kept in a few. */
export const MAXIMUM_BATCH = 10_000;
const MAXIMUM_AGE_DAYS = 400;
/** The clock of a sender may go before ours by this much. */
const CLOCK_DIFFERENCE_MS = 5 * 60_000;
const DAY_MS = 24 * 3_600_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Why a use is not written down, and what the sender can do. */
const REFUSALS = {
  NO_UUID: 'id: this is no UUID. Make one for each use.',
  OTHER_CONTENT: 'id: the same id was sent with other content. A use is never changed; give a new use a new UUID.',
  UNKNOWN_TITLE: 'title: there is no such title. Send the id that title or titles gave.',
  IN_FUTURE: 'usedAt: this is in the future. Send a use once it happened; check the clock and the time zone.',
  TOO_OLD: `usedAt: this is more than ${MAXIMUM_AGE_DAYS} days ago. Leave such events out.`,
  NO_LINE: 'usedAt: the school had no school authority, district and state at that time. Check the time.',
} as const;

/** BAD_USER_INPUT that names the event and the remedy. */
export function refusal(use: { place: string }, reason: keyof typeof REFUSALS): Error {
  return badUserInput(`${use.place}.${REFUSALS[reason]} Nothing of this batch was recorded.`);
}

/**
 * The different uses in a batch, in its order.
 *
 * An id names one use of one school. A use that stands there twice is one; an id that stands there for one school with
 * two contents is refused, because one of the two would be lost.
 *
 * @param now epoch milliseconds
 * @throws BAD_USER_INPUT that names the event and the remedy; FORBIDDEN where the text is no id of a school
 */
export function readUses(events: readonly UsageEventInput[], now: number): Use[] {
  const uses = new Map<string, Use>();
  for (const [index, event] of events.entries()) {
    const use = readUse(event, `events[${index}]`, now);
    const name = `${use.school} ${use.id}`;
    const before = uses.get(name);
    if (before && !sameContent(before, use)) throw refusal(use, 'OTHER_CONTENT');
    uses.set(name, before ?? use);
  }
  return [...uses.values()];
}

function readUse(event: UsageEventInput, place: string, now: number): Use {
  const { title, action, usedAt, audience } = event;
  const school = organisationKey('SCHOOL', event.school);
  const use = { place, id: event.id.toLowerCase(), school, title, action, usedAt, audience };
  const age = now - usedAt.getTime();
  if (!UUID.test(use.id)) throw refusal(use, 'NO_UUID');
  if (!parseOrganisationKey(school)) throw forbidden();
  if (!isDatabaseId(title)) throw refusal(use, 'UNKNOWN_TITLE');
  if (age < -CLOCK_DIFFERENCE_MS) throw refusal(use, 'IN_FUTURE');
  if (age > MAXIMUM_AGE_DAYS * DAY_MS) throw refusal(use, 'TOO_OLD');
  return use;
}

function sameContent(a: Use, b: Use): boolean {
  return (
    a.title === b.title &&
    a.action === b.action &&
    a.audience === b.audience &&
    a.usedAt.getTime() === b.usedAt.getTime()
  );
}
