import { Schools1790000000006 } from './1-schools';

export const schoolsMigrations = [Schools1790000000006];
