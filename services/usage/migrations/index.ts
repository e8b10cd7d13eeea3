import { Usage1790000000009 } from './1-usage';

export const usageMigrations = [Usage1790000000009];
