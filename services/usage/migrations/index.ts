import { Usage1790000000004 } from './1-usage';

export const usageMigrations = [Usage1790000000004];
