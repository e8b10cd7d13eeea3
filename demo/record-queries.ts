/**
 * Records which rows belong to the demo: the numbers of all that was filled in, in a schema of the demo's own that no
 * service may read. Without it, an invented licence could not be told from an imported one.
 */

import { type EntityTransaction, onlyRow, type Queryable } from '../database/queryable';
import { boolean, statement } from '../database/statement';
import { ListImportEntity } from '../services/schools/school-list/list-import-entity';
import { type DemoWorld, makeDemoWorld } from './demo-world';
import { MEDIA_CENTRES } from './media-centres';
import { allAuthorities } from './schools';

const WAS_FILLED = statement('wasFilled', `select to_regclass('demo.record') is not null as is`, { is: boolean });

/**
 * Returns whether the demo was filled in before, also where it was removed since. It must be called before anything is
 * filled in.
 */
export async function wasFilled(db: Queryable): Promise<boolean> {
  return onlyRow(await db.query(WAS_FILLED)).is;
}

const CREATE_DEMO_SCHEMA = statement('createDemoSchema', 'create schema demo');

const CREATE_RECORD = statement(
  'createDemoRecord',
  'create table demo.record (kind text, number text, primary key (kind, number))',
);

const INSERT_RECORD = statement('insertDemoRecord', 'insert into demo.record select $1, * from unnest($2::text[])');

export async function recordDemo(db: Queryable, world: DemoWorld): Promise<void> {
  const numbers = {
    title: world.titles.map(({ number }) => number),
    publisher: world.titles.map(({ publisher }) => publisher),
    package: [
      ...world.packages.map(({ number }) => number),
      ...world.licences.map(({ number }) => `licence:${number}`),
    ],
    licence: world.licences.map(({ number }) => number),
    organisation: [
      ...world.schools.map(({ number }) => `SCHOOL:NW:${number}`),
      ...world.groups.map(({ number }) => `SCHOOL_GROUP:NW:${number}`),
      ...MEDIA_CENTRES.map(({ number }) => `MEDIA_CENTRE:NW:${number}`),
      ...allAuthorities().map(({ number }) => `AUTHORITY:NW:${number}`),
    ],
  };
  await db.query(CREATE_DEMO_SCHEMA);
  await db.query(CREATE_RECORD);
  for (const [kind, names] of Object.entries(numbers)) await db.query(INSERT_RECORD, [kind, [...new Set(names)]]);
}

const ANY_RECORD = statement('anyDemoRecord', 'select exists (select from demo.record) as is', { is: boolean });

/**
 * Returns whether there is demo data. Where it was filled in before its numbers were recorded, they are computed for
 * the day on which it was filled in.
 */
export async function findDemo(db: EntityTransaction): Promise<boolean> {
  if (!(await wasFilled(db))) {
    const filled = await db.manager.findOneBy(ListImportEntity, { source: 'demo' });
    if (!filled) return false;
    await recordDemo(db, makeDemoWorld(filled.importedAt));
  }
  return onlyRow(await db.query(ANY_RECORD)).is;
}

const ANALYZE_ALL = statement('analyzeDemo', 'analyze');

/**
 * Analyses all tables. Autovacuum does so only a minute later, and until then plans that know nothing of the new rows
 * take hundreds of times as long.
 */
export async function analyzeAll(db: Queryable): Promise<void> {
  await db.query(ANALYZE_ALL);
}
