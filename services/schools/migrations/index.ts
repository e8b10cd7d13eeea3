import { Schools1790000000013 } from './1-schools';

export const schoolsMigrations = [Schools1790000000013];
