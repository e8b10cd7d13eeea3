import { Usage1790000000008 } from './1-usage';

export const usageMigrations = [Usage1790000000008];
