import { type Caller, SCOPES_OF_KIND } from '../../caller/caller';
import { forbidden } from '../../request/client-errors';

/**
 * Requires a caller who may run commands of the installation: an operator with every scope of its kind. One with
 * fewer scopes could make itself a key with more.
 *
 * @throws FORBIDDEN
 */
export function requireOperator({ kind, scopes }: Caller): void {
  const isWhole = SCOPES_OF_KIND.operator.every((scope) => scopes.includes(scope));
  if (kind !== 'operator' || !isWhole) throw forbidden();
}
