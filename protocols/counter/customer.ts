/**
 * Customers: schools, school authorities, media centres and states. A customer's id is the level and id of its
 * organisation, in the form of the bindings of tokens (`AUTHORITY:NW:10182`); in reports the name of this platform
 * stands before it.
 */
import { parseOrganisationKey } from '../../caller/caller';
import { readOrganisationKey } from '../../request/values/organisation-id';
import type { Ask } from './ask';
import { CounterError } from './exceptions';
import { type Query, required } from './parameters';

export interface Customer {
  readonly level: CustomerLevel;
  /** The id in GraphQL: `NW:10182`. */
  readonly id: string;
  readonly name: string;
}

/** The field of `UsageFilter` for each level. */
const FILTERS = { SCHOOL: 'schools', AUTHORITY: 'authorities', MEDIA_CENTRE: 'mediaCentres', STATE: 'states' } as const;
type CustomerLevel = keyof typeof FILTERS;
/** COUNTER's customer for all usage. */
const THE_WORLD = '0000000000000000';

const CUSTOMER = `query CounterCustomer($level: HolderLevel!, $id: ID!) { organisation(level: $level, id: $id) { level id name } }`;

/** @throws CounterError 1030; 2010 where the caller may not read it, whether it exists or not; 2011 */
export async function requireCustomer(query: Query, ask: Ask): Promise<Customer> {
  const text = required(query, 'customer_id');
  if (text === THE_WORLD) throw new CounterError(2011);
  const named = parseOrganisationKey(readOrganisationKey(text) ?? '');
  if (!named || !Object.hasOwn(FILTERS, named.level)) throw new CounterError(2010);
  const { organisation } = await ask<{ organisation: Customer | null }>(CUSTOMER, { ...named });
  if (!organisation) throw new CounterError(2010);
  return organisation;
}

/** Returns a `UsageFilter`: uses at schools that belonged to the customer at the time of use. */
export function usesOf({ level, id }: Customer): Readonly<Record<string, readonly string[]>> {
  return { [FILTERS[level]]: [id] };
}

export function customerId({ level, id }: Pick<Customer, 'level' | 'id'>): string {
  return `${level}:${id}`;
}

export function institutionId(customer: Pick<Customer, 'level' | 'id'>, platform: string) {
  return { Proprietary: [`${platform}:${customerId(customer)}`] };
}
