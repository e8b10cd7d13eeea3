/** Makes random callers of every kind, bound to one or several organisations, with all, few or too many scopes. */
import type { OrganisationKey } from '../../caller/caller';
import type { Chance } from './chance';
import type { Oracle } from './oracle';
import { ALL_SCOPES, type Asker } from './rights';

const KINDS = [
  'lms',
  'lms',
  'lms',
  'licensing',
  'licensing',
  'licensing',
  'reporting',
  'reporting',
  'operator',
] as const;
const LEVELS: Record<Asker['kind'], readonly string[]> = {
  lms: ['SCHOOL', 'SCHOOL', 'AUTHORITY'],
  licensing: ['AUTHORITY', 'AUTHORITY', 'MEDIA_CENTRE', 'SCHOOL', 'REGIONAL_ASSOCIATION', 'STATE'],
  reporting: ['AUTHORITY', 'MEDIA_CENTRE', 'STATE'],
  operator: [],
};

export function makeAsker(chance: Chance, oracle: Oracle, name: string): Asker & { readonly bound: OrganisationKey[] } {
  const kind = chance.of(KINDS);
  const level = chance.of(kind === 'operator' ? ['SCHOOL'] : LEVELS[kind]);
  const candidates = oracle.organisations.filter((organisation) => organisation.level === level);
  const bound = chance.some(candidates, chance.holds(0.7) ? 1 : 3).map(({ key }) => key as OrganisationKey);
  /** An organisation that does not exist grants nothing. */
  if (chance.holds(0.05)) bound.push('AUTHORITY:NW:987111');
  const few = chance.holds(0.15);
  /** Two callers may have the same subject. They share nothing but that name. */
  const subject = chance.holds(0.1) ? 'a shared name' : `${kind} ${name}`;
  return {
    kind,
    subject,
    scopes: few ? chance.some(ALL_SCOPES, 3) : ALL_SCOPES,
    bound: kind === 'operator' ? [] : bound,
  };
}
