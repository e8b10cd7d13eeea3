import { type Caller, SCOPES_OF_KIND } from '../../caller/caller';
import { forbidden } from '../../request/client-errors';

/**
 * Who may have commands of the installation run: an operator with every scope of its kind. One with fewer could make itself a key
 * that has more.
 *
 * @throws FORBIDDEN
 */
export function requireOperator({ kind, scopes }: Caller): void {
  const isWhole = SCOPES_OF_KIND.operator.every((scope) => scopes.includes(scope));
  if (kind !== 'operator' || !isWhole) throw forbidden();
}
