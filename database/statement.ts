/**
 * SQL statements, each with a description of its rows: columns, their types, and whether they may be null. This is
 * declared once, as data: the type of the rows is derived from it, and a test compares it with the server's description
 * of every statement (test/statements-described.test.ts). Nothing is checked when a statement runs.
 *
 * docs/decisions/0045-declared-statements.md
 */
import { createHash } from 'node:crypto';

/** @typeParam Value what pg makes of it */
export interface Column<Value> {
  /** As PostgreSQL's catalogue names it. */
  readonly type: string;
  readonly nullable: boolean;
  /** Why it is never null, where the server cannot know. */
  readonly neverNull?: string;
  /** Of text that has no others. */
  readonly values?: readonly string[];
  /** Exists only for the type checker. */
  readonly value?: Value;
}

const column = <Value>(type: string): Column<Value> => ({ type, nullable: false });

export const text = column<string>('text');
export const texts = column<string[]>('text[]');
export const int = column<number>('int4');
export const float = column<number>('float8');
/** JavaScript's numbers do not hold all of them. */
export const bigint = column<string>('int8');
export const bigints = column<string[]>('int8[]');
export const floats = column<number[]>('float8[]');
export const uuid = column<string>('uuid');
export const uuids = column<string[]>('uuid[]');
export const bytea = column<Buffer>('bytea');
export const boolean = column<boolean>('bool');
export const instant = column<Date>('timestamptz');

/** Text that is one of these, by a check of its table or because the statement makes no other. */
export function oneOf<const Value extends string>(values: readonly Value[]): Column<Value> {
  return { ...column('text'), values };
}

/** An array of texts, each of which is one of these. */
export function someOf<const Value extends string>(values: readonly Value[]): Column<Value[]> {
  return { ...column('text[]'), values };
}

/** Text of a form that the server does not know: the type is the declaration's word. */
export function textAs<Value extends string>(): Column<Value> {
  return column('text');
}

/** The server does not know its content either. */
export function json<Value>(): Column<Value> {
  return column('json');
}

export function nullable<Value>({ type, values }: Column<Value>): Column<Value | null> {
  return { type, values, nullable: true };
}

/**
 * For a column that is never null although the server cannot know it: a condition of the statement excludes null, or
 * the function that computes it never returns null.
 */
export function neverNull<Value>(declared: Column<Value>, why: string): Column<Value> {
  return { ...declared, neverNull: why };
}

export type Columns = Readonly<Record<string, Column<unknown>>>;

/** The type of the rows of a statement, or of any statement with these columns. */
export type RowOf<Declared> =
  Declared extends Statement<infer Row>
    ? Row
    : { readonly [Name in keyof Declared]: Declared[Name] extends Column<infer Value> ? Value : never };

export type PlanMode = 'force_custom_plan' | 'force_generic_plan' | 'auto';

/**
 * For a statement that finds rows by their keys, and has the same plan whatever they are: it is planned once for each
 * connection. Planning such a one behind row-level security takes several times as long as running it.
 *
 * Others are planned for their values each time: PostgreSQL's own choice takes a plan for all values where that looks no
 * worse in five runs, and is wrong where a search or a filter may be null (counting a search: 84 ms with a plan of its own,
 * 478 ms with the one for all; 20,000 titles).
 */
export const PLANNED_ONCE: PlanMode = 'force_generic_plan';

/**
 * For a statement that writes many rows. The mode holds for what the server runs for each row, too: checks of foreign keys and
 * functions in SQL would be planned anew every time (110,000 entitlements: 10.7 s, so 5.1 s). The statement itself is planned
 * for its values, as it is not kept prepared.
 */
export const WRITES_MANY: PlanMode = 'auto';

export class Statement<Row = unknown> {
  /** Exists only for the type checker. */
  declare readonly row?: Row;

  constructor(
    /** What it does; its name begins so. */
    readonly label: string,
    readonly text: string,
    readonly columns: Columns,
    readonly planMode: PlanMode,
    /** By which a connection finds it again, prepared; undefined where it is not kept. */
    readonly name: string | undefined,
  ) {}
}

const nameOf = (label: string, sql: string) =>
  `${label.slice(0, 40)} ${createHash('sha256').update(sql).digest('base64url').slice(0, 12)}`;

const declared: Statement[] = [];
const families: StatementFamily[] = [];

/** All that the loaded files declare: what the test has described. */
export function allStatements(): {
  readonly declared: readonly Statement[];
  readonly families: readonly StatementFamily[];
} {
  return { declared, families };
}

/** Declares a statement. To be called where a file is loaded, once for each. Without columns, nothing of its rows is read. */
export function statement(label: string, sql: string): Statement<never>;
export function statement<Declared extends Columns>(
  label: string,
  sql: string,
  columns: Declared,
  planMode?: PlanMode,
): Statement<RowOf<Declared>>;
export function statement(
  label: string,
  sql: string,
  columns: Columns = {},
  planMode: PlanMode = 'force_custom_plan',
): Statement<never> {
  const name = planMode === WRITES_MANY ? undefined : nameOf(label, sql);
  const made = new Statement<never>(label, sql, columns, planMode, name);
  declared.push(made);
  return made;
}

/**
 * Of each family, so many are kept prepared by a connection; more are not prepared. Counted by family, so that who asks one
 * of them in many forms leaves the others theirs.
 */
const FORMS_OF_A_FAMILY = 20;

interface StatementFamily {
  readonly label: string;
}

/** Declares statements of the same columns, whose text is put together for what is asked. */
export function statements<Declared extends Columns>(
  label: string,
  columns: Declared,
  planMode: PlanMode = 'force_custom_plan',
): StatementFamily & ((sql: string) => Statement<RowOf<Declared>>) {
  const known = new Map<string, Statement<RowOf<Declared>>>();
  const family = (sql: string) => {
    const found = known.get(sql);
    if (found) return found;
    const isKept = known.size < FORMS_OF_A_FAMILY;
    const made = new Statement<RowOf<Declared>>(label, sql, columns, planMode, isKept ? nameOf(label, sql) : undefined);
    if (isKept) known.set(sql, made);
    return made;
  };
  const named = Object.assign(family, { label });
  families.push(named);
  return named;
}
