/**
 * Who may do what in a service, as data: wall 2 is decided by such a table and by nothing else. Deny is the default:
 * an action, a kind of caller or a relation that does not stand in the table is denied, and a service with a field
 * that no row names does not start (check-fields.ts).
 */
import type { Caller, CallerKind } from '../../../caller/caller';

/**
 * How the object of an action may be related to the caller. Any one of several is enough; an empty list allows
 * nothing.
 */
export type Relations<Relation extends string> = readonly Relation[];

export interface Permission<Relation extends string = string> {
  /** A kind that is left out may not do it. */
  readonly may: Readonly<Partial<Record<CallerKind, Relations<Relation>>>>;
  /** The fields that require the action, as `Type.field`; an entity by its key, as `_entities.Type`. */
  readonly fields: readonly string[];
}

/** Permissions by action. */
export type Permissions = Readonly<Record<string, Permission>>;

/** The same relations for every kind of caller except the operator, who may act on every object. */
export function everyone<Relation extends string>(...relations: Relation[]): Permission<Relation | 'ANY'>['may'] {
  return { lms: relations, licensing: relations, reporting: relations, operator: ['ANY'] };
}

const NONE: Relations<never> = [];

/** Returns the relations of which an object must have one, so that this caller may do this to it. */
export function relationsOf<Table extends Permissions, Action extends keyof Table>(
  permissions: Table,
  action: Action,
  { kind }: Pick<Caller, 'kind'>,
): Relations<RelationIn<Table[Action]>> {
  return (permissions[action]?.may[kind] as Relations<RelationIn<Table[Action]>> | undefined) ?? NONE;
}

type RelationIn<Row> = Row extends Permission<infer Relation> ? Relation : never;
