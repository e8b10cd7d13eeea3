import { CALLER_KINDS, type Caller } from '../../../caller/caller';
import type { Relations } from './permissions';

/**
 * For a list, which cannot name its objects in advance: returns the SQL condition that one of these relations holds.
 *
 * @param bound the parameter with the keys of what the caller is bound to; the condition always names it
 * @param holds by relation, the condition that it holds
 */
export function conditionOf<Relation extends string>(
  relations: Relations<Relation>,
  bound: string,
  holds: Readonly<Record<Exclude<Relation, 'ANY'>, () => string>>,
): string {
  if (relations.some((relation) => relation === 'ANY')) return `${bound}::text[] is not null`;
  if (relations.length === 0) return `${bound}::text[] is null`;
  return `(${relations.map((relation) => holds[relation as Exclude<Relation, 'ANY'>]()).join(' or ')})`;
}

/**
 * A statement whose text depends on what the table says about the kind of caller: one statement for each condition
 * that a kind has.
 *
 * @param make declares a statement; called where a file is loaded
 */
export function byCondition<Statement>(
  condition: (caller: Pick<Caller, 'kind'>) => string,
  make: (condition: string) => Statement,
): (caller: Pick<Caller, 'kind'>) => Statement {
  const made = new Map<string, Statement>();
  const statementFor = (caller: Pick<Caller, 'kind'>): Statement => {
    const text = condition(caller);
    const known = made.get(text) ?? make(text);
    made.set(text, known);
    return known;
  };
  for (const kind of CALLER_KINDS) statementFor({ kind });
  return statementFor;
}
