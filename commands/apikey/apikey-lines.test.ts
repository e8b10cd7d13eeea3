import type { ListedApiKey } from '../../services/schools/api-key/api-key-queries';
import { apiKeyLines } from './apikey-lines';

const KEY: ListedApiKey = {
  id: '0123456789abcdef',
  name: 'LMS',
  kind: 'lms',
  scopes: ['schools:read'],
  bound: ['SCHOOL:NW:1'],
  expiresAt: new Date('2999-01-01T00:00:00Z'),
  isExpired: true,
  revokedAt: null,
  lastUsedAt: null,
};

test('the database decides whether a key has expired, not the clock of this machine', () => {
  const past = { ...KEY, expiresAt: new Date('2001-01-01T00:00:00Z'), isExpired: false };
  expect(apiKeyLines([KEY, past])).toEqual([
    '0123456789abcdef  lms  SCHOOL:NW:1  schools:read  expired 2999-01-01T00:00Z  never used  LMS',
    '0123456789abcdef  lms  SCHOOL:NW:1  schools:read  good until 2001-01-01T00:00Z  never used  LMS',
  ]);
});
