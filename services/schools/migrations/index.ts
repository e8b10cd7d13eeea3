import { Schools1790000000010 } from './1-schools';

export const schoolsMigrations = [Schools1790000000010];
