import { forbidden } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';

/** A malformed id is refused like one that does not exist. @throws FORBIDDEN */
export function requireIds(ids: readonly string[]): void {
  if (!ids.every(isDatabaseId)) throw forbidden();
}
