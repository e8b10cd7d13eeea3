/**
 * States how much values may hold, as `@constraint` on each list and text. Gateway and services enforce it
 * (request/values/constraints.ts); `npm run schema` refuses a list or text without one.
 */
import type { Constraint } from '../../../request/values/constraints';

export function size({ maxItems, maxLength, maxWords }: Constraint): string {
  const given = Object.entries({ maxItems, maxLength, maxWords }).filter(([, value]) => value !== undefined);
  return `@constraint(${given.map(([name, value]) => `${name}: ${value}`).join(', ')})`;
}

/** For ids and official numbers: `NW:100000`, rows, UUIDs. The longest one that can be stored has 60 characters. */
const ID_LENGTH = 100;
export const SIZE_OF_ID = size({ maxLength: ID_LENGTH });

/** @param maxItems 10,000 where an operation is made for bulk */
export function sizeOfIds(maxItems: number): string {
  return size({ maxItems, maxLength: ID_LENGTH });
}

/** For names: as long as imports accept them. */
export const SIZE_OF_NAME = size({ maxLength: 500 });

/** A month is `2026-01`. For a value that is a little longer, the service explains the mistake. */
export const SIZE_OF_MONTH = size({ maxLength: 20 });
