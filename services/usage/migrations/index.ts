import { Usage1790000000012 } from './1-usage';

export const usageMigrations = [Usage1790000000012];
