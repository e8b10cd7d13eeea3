/** What is known of PostgreSQL's functions and operators. One that is not named here may give null. */

/** Null only where one of their arguments is. Not `to_char` and `extract`: of infinity they give null. */
export const TOTAL_FUNCTIONS: ReadonlySet<string> = new Set(
  `timezone date_trunc to_jsonb upper_inf lower_inf isempty left right make_interval tstzrange tstzmultirange strpos
   substr`.split(/\s+/),
);

export const TOTAL_OPERATORS: ReadonlySet<string> = new Set('= <> < <= > >= || + - * @> <@ && ~'.split(' '));

/** Never null, whatever their arguments are. */
export const NEVER_NULL: ReadonlySet<string> = new Set(
  `json_build_array json_build_object jsonb_build_object count row_number now clock_timestamp nextval
   pg_backend_pid`.split(/\s+/),
);

/** Aggregates: null only where there are no rows, which in a group there always are. */
export const COLLECTING: ReadonlySet<string> = new Set('array_agg json_agg jsonb_agg json_object_agg'.split(' '));

/** Aggregates: besides, null where all that they aggregate is. */
export const PICKING: ReadonlySet<string> = new Set('min max sum avg bool_or bool_and string_agg range_agg'.split(' '));
