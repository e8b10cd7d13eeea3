/**
 * SQL for the end of the days for which a licence runs from its activation at a holder; null where it does not run
 * that way. An entitlement that was revoked before it began activated nothing.
 *
 * @param e an entitlement
 * @param l its licence
 */
export const daysUntil = (e: string, l: string) => `
  case when ${l}.duration_days is not null then (
    select (date_trunc('day', min(lower(activated.valid)) at time zone 'Europe/Berlin')
            + make_interval(days => ${l}.duration_days)) at time zone 'Europe/Berlin'
    from schools.entitlement activated
    where activated.licence_id = ${e}.licence_id and activated.holder_id = ${e}.holder_id
      and (activated.revoked_at is null or activated.revoked_at > lower(activated.valid))) end`;
