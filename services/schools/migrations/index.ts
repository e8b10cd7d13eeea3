import { Schools1790000000011 } from './1-schools';

export const schoolsMigrations = [Schools1790000000011];
