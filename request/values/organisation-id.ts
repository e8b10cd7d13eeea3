/**
 * How clients, tokens and files may write the id of an organisation, and the one way in which it is used from then on.
 * Gateway, services and commands read ids here and nowhere else: what is decided about is what is answered, however it
 * was written.
 */
import { LEVELS, type Level, type OrganisationKey, organisationKey } from '../../caller/caller';
import { badUserInput } from '../client-errors';

/** The state of a number that names none: `school(number:)` has it as its default too. */
export const DEFAULT_STATE = 'NW';

/** `NW:199007`, `NW_199007`, and `DE-NW-199007` with the state as ISO 3166-2 has it. */
const WITH_STATE = /^(?:([A-Z]{2})[:_]|DE-([A-Z]{2})-)([A-Za-z0-9-]{1,40})$/;
/** `199007`. A number must not begin like a state: `NW-199007` could mean either. */
const NUMBER = /^(?!(?:DE-)?[A-Z]{2}-)[A-Za-z0-9-]{1,40}$/;
const STATE = /^(?:DE-)?([A-Z]{2})$/;

/**
 * The id as it is used everywhere, `NW:199007`; null where the text is none.
 *
 * @param state of a number that names none; null where such a number is refused. A number that names another state than
 * this one is refused too, unless this is the default, which nobody need have meant.
 */
export function readOrganisationId(level: Level, text: string, state: string | null = DEFAULT_STATE): string | null {
  if (level === 'STATE') return STATE.exec(text)?.[1] ?? null;
  const of = state === null ? null : readOrganisationId('STATE', state);
  if (state !== null && of === null) return null;
  const [, short, iso, number] = WITH_STATE.exec(text) ?? [];
  const named = short ?? iso;
  if (named) return of === null || of === DEFAULT_STATE || of === named ? `${named}:${number}` : null;
  return of !== null && NUMBER.test(text) ? `${of}:${text}` : null;
}

/**
 * @param place the argument, as the client knows it
 * @throws BAD_USER_INPUT with the forms in which it may be written
 */
export function requireOrganisationId(place: string, level: Level, text: string, state = DEFAULT_STATE): string {
  const id = readOrganisationId(level, text, state);
  if (id === null) throw badUserInput(`${place}: not the id of a ${nameOf(level)}. ${formsOf(level, state)}`);
  return id;
}

/** The part of an error that tells the remedy. */
export function formsOf(level: Level, state = DEFAULT_STATE): string {
  const known = readOrganisationId('STATE', state) ?? DEFAULT_STATE;
  if (level === 'STATE') return `Write ${known} or DE-${known}.`;
  const number = level === 'SCHOOL' ? '199007' : '10182';
  return `Write ${known}:${number}, ${known}_${number}, DE-${known}-${number}, or ${number} alone for ${known}.`;
}

/** An organisation key in which the id is written in any form that names its state: `SCHOOL:DE-NW-199007`. */
export function readOrganisationKey(text: string, state: string | null = null): OrganisationKey | null {
  const colon = text.indexOf(':');
  const level = LEVELS.find((one) => one === text.slice(0, colon));
  const id = level && readOrganisationId(level, text.slice(colon + 1), state);
  return level && id ? organisationKey(level, id) : null;
}

/** The same, or the number of a school alone, in any form: as lists are written by hand. */
export function readOrganisationOrSchool(text: string): OrganisationKey | null {
  const id = readOrganisationId('SCHOOL', text);
  return readOrganisationKey(text, DEFAULT_STATE) ?? (id === null ? null : organisationKey('SCHOOL', id));
}

function nameOf(level: Level): string {
  return level === 'AUTHORITY' ? 'school authority' : level.toLowerCase().replace('_', ' ');
}
