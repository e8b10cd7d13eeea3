/** That licences were bought, for the days of their terms, as of tests. */

/** @param licence the condition of licence `l`; @param cents an expression of it */
export const bought = (licence: string, cents: string) => `
  insert into licences.purchase (licence_id, number, cents, term, duration_days)
  select l.id, 'R1', ${cents},
    case when l.term_kind <> 'DURATION' and not (lower_inf(l.term) or upper_inf(l.term)) then daterange(
      (lower(l.term) at time zone 'Europe/Berlin')::date, (upper(l.term) at time zone 'Europe/Berlin')::date) end,
    l.duration_days
  from directory.licence l where ${licence}`;
