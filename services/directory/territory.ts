/** The territory of an organisation: the schools that belong to it. Its licences open only there (docs/decisions/0096). */

/**
 * SQL: whether a school lies outside of the territory of a licence's owner at an instant, where it belongs to the holder of the
 * licence as a school of this level. The parameters are SQL expressions; `own` is taken as a name within.
 */
export const isOutsideTerritory = (of: { school: string; owner: string; level: string; at?: string }) => `not exists (
  select from directory.membership own
  where own.school_id = ${of.school} and own.organisation_id = ${of.owner} and own.valid @> ${of.at ?? 'now()'}
    and directory.rank(own.level) <= directory.rank(${of.level}))`;
