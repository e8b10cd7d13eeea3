import { Organisations1780000000001 } from './1-organisations';
import { Entitlements1780000000002 } from './2-entitlements';
import { Seats1780000000003 } from './3-seats';

export const schoolsMigrations = [Organisations1780000000001, Entitlements1780000000002, Seats1780000000003];
