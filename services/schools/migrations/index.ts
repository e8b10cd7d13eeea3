import { Schools1790000000021 } from './1-schools';

export const schoolsMigrations = [Schools1790000000021];
