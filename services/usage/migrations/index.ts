import { Events1780000000021 } from './1-events';

export const usageMigrations = [Events1780000000021];
