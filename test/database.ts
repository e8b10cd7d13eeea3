/** Makes a database for a test file: a clone of the migrated template in the one cluster that all tests share. */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { Cluster } from '../database/cluster';
import { type Service, serviceUrl } from '../database/roles';
import type { Statement } from '../database/statement';
import { NOTIFY_ALL_COUNTED } from '../services/usage/counting/notify-queries';

export const TEMPLATE = 'template_freischalter';
export const TEST_SECRET = 'a secret that only the tests know of';

export const testCluster: { current?: { directory: string; cluster: Cluster } } = {};

export interface TestDatabase {
  /** The address for the owner, who is exempt from row-level security. */
  readonly ownerUrl: string;
  /** Returns the address for the role of a service. */
  urlOf(service: Service): string;
  /** Runs SQL as the owner. */
  query<Row>(statement: string | Statement<Row>, parameters?: unknown[]): Promise<Row[]>;
  /** Makes the present rows those that `reset` restores. */
  keep(): Promise<void>;
  /**
   * Restores the rows and the next ids that the clone had, or that `keep` has stored. It takes a hundredth of the time
   * of a new clone.
   */
  reset(): Promise<void>;
  drop(): Promise<void>;
}

/** @param template a database that nobody is connected to */
export async function createTestDatabase(template = TEMPLATE): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  // The files are copied, which is faster than writing each page through the log.
  await asAdmin(`create database ${name} template ${template} strategy file_copy`);
  const url = new URL(process.env.TEST_DATABASE_URL as string);
  url.pathname = name;
  const ownerUrl = url.toString();
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  const prepared = new Map<string, string>();
  /** Names statements that come again, as those that seed worlds do, so that the server plans them once. */
  const nameOf = (text: string) => {
    const name = prepared.get(text) ?? `statement ${prepared.size}`;
    prepared.set(text, name);
    return name;
  };
  return {
    ownerUrl,
    urlOf: (service) => serviceUrl(ownerUrl, TEST_SECRET, service),
    async query(statement, values = []) {
      const text = typeof statement === 'string' ? statement : statement.text;
      return (await owner.query({ name: values.length > 0 ? nameOf(text) : undefined, text, values })).rows;
    },
    async keep() {
      await owner.query(KEEP);
    },
    async reset() {
      await owner.query(RESET);
      await owner.query(NOTIFY_ALL_COUNTED.text);
    },
    async drop() {
      await owner.end();
      await asAdmin(`drop database ${name} with (force)`);
    },
  };
}

/** What migrations have written is never reset. */
const TABLES = `
  select c.oid::regclass as name, format('kept.%I', n.nspname || '_' || c.relname) as kept
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('schools', 'licences', 'usage') and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname not in ('migration', 'api_key_version')`;

const KEEP = `
  do $$
  declare place record;
  begin
    drop schema if exists kept cascade;
    create schema kept;
    for place in ${TABLES} loop
      execute format('create table %s as select * from %s', place.kept, place.name);
    end loop;
    create table kept.next_id as
      select format('%I.%I', schemaname, sequencename) as sequence, last_value from pg_sequences where last_value is not null;
  end $$`;

/** Restores tables in any order, because foreign keys and triggers are off. */
const RESET = `
  do $$
  declare
    place record;
    columns text;
  begin
    set local session_replication_role = replica;
    for place in ${TABLES} loop
      execute 'delete from ' || place.name;
      if to_regclass(place.kept) is not null then
        select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
        where attrelid = place.name and attnum > 0 and not attisdropped and attgenerated = '';
        execute format('insert into %s (%s) overriding system value select %2$s from %3$s', place.name, columns, place.kept);
      end if;
    end loop;
    perform setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) from pg_sequences
    where schemaname in ('schools', 'licences', 'usage') and last_value is not null and sequencename not like 'migration%';
    if to_regclass('kept.next_id') is not null then
      perform setval(sequence::regclass, last_value) from kept.next_id;
    end if;
  end $$`;

async function asAdmin(sql: string): Promise<void> {
  const admin = new Client({ connectionString: process.env.TEST_DATABASE_URL });
  await admin.connect();
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}
