import { Schools1790000000022 } from './1-schools';

export const schoolsMigrations = [Schools1790000000022];
