/**
 * The database's clock decides. Gateway and services use the instant of an operation for decisions and write it down;
 * if it differs from the database's time, nothing is written, because a wrong date would not be noticed by anybody.
 */

/**
 * How far an operation's instant may be from the database's time when its transaction begins. An operation may have
 * waited for 15 s before, and clocks with NTP differ by milliseconds; a signed request is refused where the clocks of
 * gateway and service differ by more than 10 s.
 */
const MAX_CLOCK_DIFFERENCE_MS = 30_000;

/** PostgreSQL's code for “cannot connect now”: the service cannot be used before its clock is right. */
const CANNOT_CONNECT_NOW = '57P03';

/** @throws Error that clients see as SUBGRAPH_UNAVAILABLE, and that tells the operator what is wrong */
export function checkClock(instant: number, databaseNow: number): void {
  const seconds = Math.round((instant - databaseNow) / 1_000);
  if (Math.abs(instant - databaseNow) <= MAX_CLOCK_DIFFERENCE_MS) return;
  const message = `The clock of gateway or service is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} the database's (maximum ${
    MAX_CLOCK_DIFFERENCE_MS / 1_000
  } s), so nothing is written. Set the clocks of gateway, services and database by NTP.`;
  throw Object.assign(new Error(message), { code: CANNOT_CONNECT_NOW });
}

/**
 * Returns a command that fails as {@link checkClock} does. It is for transactions whose statements do not wait for their
 * opening: PostgreSQL refuses every statement behind a command that failed.
 */
export function clockGuard(instant: number): string {
  const maximum = MAX_CLOCK_DIFFERENCE_MS / 1_000;
  return `do $$ declare ahead numeric := ${instant} / 1000.0 - extract(epoch from clock_timestamp());
    begin if abs(ahead) > ${maximum} then
      raise exception 'The clock of gateway or service is % s % the database''s (maximum ${maximum} s), so nothing is written. Set the clocks of gateway, services and database by NTP.',
        round(abs(ahead)), case when ahead < 0 then 'behind' else 'ahead of' end using errcode = '${CANNOT_CONNECT_NOW}';
    end if; end $$`;
}
