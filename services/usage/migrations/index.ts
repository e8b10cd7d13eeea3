import { Usage1790000000013 } from './1-usage';

export const usageMigrations = [Usage1790000000013];
