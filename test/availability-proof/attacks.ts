import type { Attack } from './attack';
import { ATTACKS_BY_CONNECTION } from './attacks-by-connection';
import { ATTACKS_BY_FLOOD } from './attacks-by-flood';
import { ATTACKS_BY_IDENTITY } from './attacks-by-identity';
import { ATTACKS_BY_KIND } from './attacks-by-kind';
import { ATTACKS_BY_TEXT } from './attacks-by-text';
import { ATTACKS_BY_VALUES } from './attacks-by-values';

export const ATTACKS: readonly Attack[] = [
  ...ATTACKS_BY_TEXT,
  ...ATTACKS_BY_VALUES,
  ...ATTACKS_BY_CONNECTION,
  ...ATTACKS_BY_FLOOD,
  ...ATTACKS_BY_IDENTITY,
  ...ATTACKS_BY_KIND,
];
