/**
 * Lists what is known about the nulls of PostgreSQL's functions and operators. A function that is not listed may return
 * null.
 */

/**
 * These return null only where one of their arguments is null. `to_char` and `extract` are not among them, because they
 * return null for infinity.
 */
export const TOTAL_FUNCTIONS: ReadonlySet<string> = new Set(
  `timezone date_trunc to_jsonb upper_inf lower_inf isempty left right make_interval tstzrange tstzmultirange strpos
   substr`.split(/\s+/),
);

export const TOTAL_OPERATORS: ReadonlySet<string> = new Set('= <> < <= > >= || + - * @> <@ && ~'.split(' '));

/** These never return null, whatever their arguments are. */
export const NEVER_NULL: ReadonlySet<string> = new Set(
  `json_build_array json_build_object jsonb_build_object count row_number now clock_timestamp nextval
   pg_backend_pid`.split(/\s+/),
);

/** These aggregates return null only where there are no rows, which a group always has. */
export const COLLECTING: ReadonlySet<string> = new Set('array_agg json_agg jsonb_agg json_object_agg'.split(' '));

/** These aggregates also return null where all values that they aggregate are null. */
export const PICKING: ReadonlySet<string> = new Set('min max sum avg bool_or bool_and string_agg range_agg'.split(' '));
