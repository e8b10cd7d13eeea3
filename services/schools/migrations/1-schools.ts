import type { MigrationInterface, QueryRunner } from 'typeorm';
import { API_KEYS } from './1-schools/api-keys';
import { ASSIGNMENTS } from './1-schools/assignments';
import { AUDIT_TRAIL } from './1-schools/audit-trail';
import { AUDITED_TABLES } from './1-schools/audited-tables';
import { CALLER_SETS, CALLER_SETTINGS } from './1-schools/caller-sets';
import { ENTITLEMENTS } from './1-schools/entitlements';
import { NOTICES } from './1-schools/notices';
import { NOTIFICATIONS } from './1-schools/notifications';
import { ORGANISATION_POLICIES, ORGANISATIONS } from './1-schools/organisations';
import { SCHOOL_GROUP_TABLE, SCHOOL_GROUPS } from './1-schools/school-groups';
import { SEATS } from './1-schools/seats';
import { SURVEYS } from './1-schools/surveys';
import { WORKLISTS } from './1-schools/worklists';

/** The schema of the schools service, and the schema `directory`, in which services publish facts to each other. */
const SCHEMAS = `
  -- For exclusion constraints that compare ids beside periods.
  create extension if not exists btree_gist;
  create schema directory;
  comment on schema directory is
    'what the services publish to each other: read-only reference facts. No service reads another''s tables.';
  grant usage on schema directory to freischalter_schools, freischalter_licences, freischalter_usage;
  grant usage on schema schools to freischalter_schools;
`;

/**
 * Schools and the organisations above them, their entitlements, seats, and API keys. The result:
 * schema/database/schools.sql.
 */
export class Schools1790000000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SCHEMAS);
    await runner.query(CALLER_SETTINGS);
    await runner.query(ORGANISATIONS);
    await runner.query(SCHOOL_GROUP_TABLE);
    await runner.query(CALLER_SETS);
    await runner.query(ORGANISATION_POLICIES);
    await runner.query(ENTITLEMENTS);
    await runner.query(ASSIGNMENTS);
    await runner.query(SCHOOL_GROUPS);
    await runner.query(SEATS);
    await runner.query(SURVEYS);
    await runner.query(API_KEYS);
    await runner.query(WORKLISTS);
    await runner.query(NOTICES);
    await runner.query(NOTIFICATIONS);
    await runner.query(AUDIT_TRAIL);
    await runner.query(AUDITED_TABLES);
  }

  async down(): Promise<void> {
    throw new Error('Nothing comes before this migration. Drop the database instead.');
  }
}
