/** Makes purchases of licences in a test, for the days of their terms. */

/**
 * @param licence an SQL condition on licence `l`
 * @param cents an SQL expression on it
 */
export const bought = (licence: string, cents: string) => `
  insert into licences.purchase (licence_id, number, cents, term, duration_days)
  select l.id, 'R1', ${cents},
    case when l.term_kind <> 'DURATION' and not (lower_inf(l.term) or upper_inf(l.term)) then daterange(
      (lower(l.term) at time zone 'Europe/Berlin')::date, (upper(l.term) at time zone 'Europe/Berlin')::date) end,
    l.duration_days
  from directory.licence l where ${licence}`;
