/**
 * Writes a name into every column of the database that can hold a text, and erases it. So a new column that may hold a
 * person's name is either erased, or listed here with the reason why it stays.
 */
import { ownerTransaction } from '../database/queryable';
import { type Erased, erasePerson } from '../services/subgraph/audit/erase-person';
import { createTestDatabase, type TestDatabase } from './database';

const NAME = 'max "m" müller@example.org';

let database: TestDatabase;
let planted: readonly string[];
let erased: Erased;
let left: readonly string[];
beforeAll(async () => {
  database = await createTestDatabase();
  for (const { sql } of await database.query<{ sql: string }>(LOOSEN)) await database.query(sql);
  const columns = await database.query<TextColumn>(TEXT_COLUMNS);
  for (const column of columns) await plant(column);
  planted = await standsIn(columns);
  erased = await ownerTransaction(database.ownerUrl, (db) => erasePerson(db, NAME));
  left = await standsIn(columns);
});
afterAll(() => database?.drop());

interface TextColumn {
  readonly place: string;
  readonly relation: string;
  readonly column: string;
  readonly type: string;
}

/** Removes all constraints that would forbid a row with nothing but the name in one column. */
const LOOSEN = `
  select format('alter table %s drop constraint if exists %I cascade', c.conrelid::regclass, c.conname) as sql
  from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
  where n.nspname !~ '^(pg_|information_schema)' and c.contype in ('c', 'f', 'p', 'u', 'x') and t.relkind in ('r', 'p')
    and c.conparentid = 0 and c.coninhcount = 0
  union all
  select format('alter table %s alter %I drop not null', t.oid::regclass, a.attname)
  from pg_attribute a join pg_class t on t.oid = a.attrelid join pg_namespace n on n.oid = t.relnamespace
  where n.nspname !~ '^(pg_|information_schema)' and t.relkind in ('r', 'p') and not t.relispartition and a.attnum > 0
    and not a.attisdropped and a.attidentity = '' and a.attnotnull
  union all
  select format('create table %I.%I partition of %s default', n.nspname, 'rest_of_' || t.relname, t.oid::regclass)
  from pg_class t join pg_namespace n on n.oid = t.relnamespace where t.relkind = 'p' and not exists (
    select from pg_inherits i join pg_class p on p.oid = i.inhrelid
    where i.inhparent = t.oid and pg_get_expr(p.relpartbound, p.oid) = 'DEFAULT')`;

const TEXT_COLUMNS = `
  select n.nspname || '.' || t.relname || '.' || a.attname as place, t.oid::regclass::text as relation,
    quote_ident(a.attname) as column, format_type(a.atttypid, null) as type
  from pg_attribute a join pg_class t on t.oid = a.attrelid join pg_namespace n on n.oid = t.relnamespace
  where n.nspname !~ '^(pg_|information_schema)' and t.relkind in ('r', 'p') and not t.relispartition and a.attnum > 0
    and not a.attisdropped and a.attgenerated = ''
    and format_type(a.atttypid, null) in ('text', 'text[]', 'json', 'jsonb', 'character varying', 'character varying[]',
                                          'character', 'name', 'xml', 'hstore', 'jsonb[]', 'citext')
  order by 1`;

async function plant({ relation, column, type }: TextColumn): Promise<void> {
  const value = type.startsWith('json')
    ? `jsonb_build_object('subject', $1::text, 'endUser', $1::text)`
    : type.endsWith('[]')
      ? 'array[$1::text]'
      : '$1::text';
  await database.query('set session_replication_role = replica');
  await database.query(`insert into ${relation} (${column}) values (${value}::${type})`, [NAME]);
  await database.query('set session_replication_role = origin');
}

/** Searches every column of every table, independently of what the erasure itself searches. */
async function standsIn(columns: readonly TextColumn[]): Promise<string[]> {
  const found: string[] = [];
  for (const { place, relation, column, type } of columns) {
    const value = type.startsWith('json') ? `${column} ->> 'endUser'` : column;
    const equals = type.endsWith('[]') ? `$1 = any (${column})` : `${value} = $1`;
    if ((await database.query(`select from ${relation} where ${equals} limit 1`, [NAME])).length > 0) found.push(place);
  }
  return found;
}

/**
 * Columns with free text, by the reason why it stays. The erasure does not change them, and the command reports them
 * all.
 */
const WORDS: Readonly<Record<string, string>> = {
  'part of the chain, and of what it holds': `
    licences.audit_change.reason licences.audit_change.source licences.audit_entry.after licences.audit_entry.before
    schools.audit_change.reason schools.audit_change.source schools.audit_entry.after schools.audit_entry.before
    schools.entitlement.note schools.entitlement.revoked_reason schools.entitlement.source
    schools.entitlement_suspension.reason schools.survey.text schools.survey.title schools.survey_candidate.name
    schools.survey_candidate.publisher schools.api_key.name licences.agreement.documents licences.licence_version.state`,
  'words of staff, who change them': 'schools.survey_answer.remark schools.worklist_note.text',
  'kept for 48 hours': `
    schools.assignment.unmatched schools.idempotent_answer.answer schools.idempotent_answer.idempotency_key
    schools.amendment.opened schools.job.error schools.job.work licences.idempotent_answer.answer
    licences.idempotent_answer.idempotency_key`,
  'sent within a week': 'schools.notice_mail.body schools.notice_mail.headline',
  'what school lists say of an organisation': `
    schools.list_import.source schools.authority.city schools.authority.postcode schools.municipality.name
    schools.organisation.name schools.organisation.number schools.school.city schools.school.email schools.school.form
    schools.school.homepage schools.school.postcode schools.school.short_name schools.school.source schools.school.street`,
  'what catalogues say of titles and licences': `
    licences.contract.name licences.contract.number licences.package.name licences.package.number licences.package.source
    licences.publisher.name
    licences.purchase.currency licences.purchase.number licences.title.competences licences.title.description
    licences.title.details licences.title.keywords licences.title.languages licences.title.name licences.title.number
    licences.title.open_licence licences.title.series licences.title.sort_key licences.title.source
    licences.title.source_id licences.title.subject_codes licences.title.subjects licences.title.subtitle
    licences.title.unknown_codes licences.title_term.sort_key licences.title_term.term
    licences.title_word.keys licences.title_word.word licences.subject.code licences.subject.kim licences.subject.name
    licences.subject.other_names licences.subject.source licences.subject.source_id`,
};
/** Columns that cannot hold a name, by the reason. */
const NO_PERSON: Readonly<Record<string, string>> = {
  'names of operations, tables and migrations': `
    licences.audit_change.operation licences.audit_entry.object licences.migration.name schools.audit_change.operation
    schools.audit_entry.object schools.migration.name schools.idempotent_answer.operation licences.idempotent_answer.operation usage.migration.name`,
  'one of a few values': `
    licences.audit_change.kind licences.contract.kind licences.kept_list.audience licences.kept_list.kind
    licences.kept_list.usage_right licences.licence_terms.holder_levels licences.licence_terms.pupil_rights
    licences.licence_terms.rights licences.licence_terms.term_kind licences.title.kind licences.title.rights
    licences.title.school_types licences.idempotent_answer.kind licences.package_change.kind
    licences.package_change.effects licences.package_change.outcome licences.package_change_part.pupil_rights licences.package_change_part.rights
    schools.amendment.kind schools.amendment.outcomes schools.api_key.kind schools.api_key.scopes schools.assignment.kind schools.assignment_licence.outcomes
    schools.assignment_licence.rights schools.audit_change.kind schools.district.kind schools.entitlement.rights
    schools.entitlement_suspension.denial schools.idempotent_answer.kind schools.job.kind schools.job.state
    schools.list_import.state schools.membership.level schools.notice.list schools.notice_subscription.lists
    schools.organisation.level schools.organisation.state schools.seat_lease.audience schools.seat_lease.usage_right
    schools.survey.state schools.worklist_note.list usage.event.access_type usage.event.action usage.event.audience
    usage.event.usage_right usage.licence_sum.access_type usage.licence_sum.audience usage.licence_sum.level
    usage.licence_sum.usage_right usage.monthly_sum.access_type usage.monthly_sum.audience`,
  'numbers and keys of organisations': `
    licences.kept_list.school
    schools.api_key.bound schools.assignment.holders schools.district.ags schools.district.number_plates
    schools.district.nuts3 schools.media_centre_area.municipality_ags schools.municipality.ags schools.school.form_code
    schools.school.legal_form_code schools.school.municipality_ags schools.school.operation_code`,
  'hashes and ids at random': `
    schools.api_key.hash schools.api_key.id schools.assignment.input_hash schools.assignment_licence.terms_hash
    schools.amendment.preview_token schools.idempotent_answer.input_hash licences.idempotent_answer.input_hash
    licences.package_change.fingerprint licences.package_change.input_hash`,
  'ids and levels of entitlements': 'licences.kept_list.decisions',
  'an application, or which bots there are': `
    usage.bot_pattern.pattern usage.coverage.client usage.event.client usage.licence_sum.client usage.monthly_sum.client`,
  'the queue’s own, in which nothing stands but ids of jobs': `
    job_queue.archive.data job_queue.archive.dead_letter job_queue.archive.name job_queue.archive.output
    job_queue.archive.policy job_queue.archive.singleton_key job_queue.job.data job_queue.job.dead_letter job_queue.job.name
    job_queue.job.output job_queue.job.policy job_queue.job.singleton_key job_queue.queue.dead_letter job_queue.queue.name
    job_queue.queue.partition_name job_queue.queue.policy job_queue.schedule.cron job_queue.schedule.data
    job_queue.schedule.name job_queue.schedule.options job_queue.schedule.timezone job_queue.subscription.event
    job_queue.subscription.name`,
};
const placesOf = (table: Readonly<Record<string, string>>) =>
  Object.values(table).flatMap((places) => places.trim().split(/\s+/));

test('the name was written into every column that can hold a text', async () => {
  expect(planted).toEqual((await database.query<TextColumn>(TEXT_COLUMNS)).map(({ place }) => place));
});

test('it remains only in free text, or in columns that cannot hold a name', () => {
  expect(left).toEqual([...placesOf(WORDS), ...placesOf(NO_PERSON)].sort());
});

test('names in free text are reported', () => {
  expect(erased.words.map(({ place }) => place)).toEqual(expect.arrayContaining(placesOf(WORDS)));
  expect(erased.words).toContainEqual({ place: 'schools.worklist_note.text', rows: 1 });
});

test('a person who is named nowhere else is found in free text', async () => {
  const again = await ownerTransaction(database.ownerUrl, (db) => erasePerson(db, NAME));
  expect(again).toEqual({ trails: 0, columns: 0, removed: 0, words: erased.words });
});
