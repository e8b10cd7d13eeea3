import { fillDemoData } from '../demo/fill';
import type { TestDatabase } from './database';
import { createFilledDatabase } from './filled-database';

/** Makes a database with demo data. */
export function createDemoDatabase(): Promise<TestDatabase> {
  return createFilledDatabase('template_demo', fillDemoData);
}
