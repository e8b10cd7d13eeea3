import type { Caller } from '../../caller/caller';

/** Instead of the caller's check: an operator has no memberships to look for. The parameter is what it is bound to. */
export const ANYTHING = '$1::text[] is not null';

/** A statement in its two forms: for the operator, and for callers that are bound to organisations. */
export function byReach<Statement>(
  parts: { readonly operator: string; readonly bound: string },
  make: (part: string) => Statement,
): (caller: Caller) => Statement {
  const [operator, bound] = [make(parts.operator), make(parts.bound)];
  return ({ kind }) => (kind === 'operator' ? operator : bound);
}
