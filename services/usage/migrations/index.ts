import { Usage1790000000011 } from './1-usage';

export const usageMigrations = [Usage1790000000011];
