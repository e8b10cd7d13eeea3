/** The list of API keys for an operator. */
import type { ListedApiKey } from '../../services/schools/api-key/api-key-queries';

export function apiKeyLines(keys: readonly ListedApiKey[]): string[] {
  if (keys.length === 0) return ['There are no API keys. Make one: npm run apikey -- create …'];
  return keys.map((key) =>
    [
      key.id,
      key.kind,
      key.bound.join(' ') || 'the installation',
      key.scopes.join(' ') || 'no scope',
      state(key),
      key.lastUsedAt ? `last used ${minute(key.lastUsedAt)}` : 'never used',
      key.name,
    ].join('  '),
  );
}

function state({ revokedAt, expiresAt, isExpired }: ListedApiKey): string {
  if (revokedAt) return `revoked ${minute(revokedAt)}`;
  return `${isExpired ? 'expired' : 'good until'} ${minute(expiresAt)}`;
}

function minute(instant: Date): string {
  return `${instant.toISOString().slice(0, 16)}Z`;
}
