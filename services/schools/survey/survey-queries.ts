import { type Caller, LEVELS } from '../../../caller/caller';
import {
  bigint,
  float,
  instant,
  int,
  json,
  nullable,
  oneOf,
  PLANNED_ONCE,
  type RowOf,
  statement,
  text,
  texts,
} from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Transaction } from '../../subgraph/database/session';
import type { Organisation } from '../../subgraph/organisation/organisation';
import { surveyCondition } from '../authorisation/allowed-queries';
import { SURVEY_STATES, type SurveyAnswer } from './survey';
import type { SurveyAssignment, SurveyHolder } from './survey-demand';

interface StoredCandidate {
  readonly id: string;
  readonly name: string;
  readonly publisher: string | null;
  readonly unitCents: number | null;
  readonly licenceId: string | null;
}

export interface StoredResponse {
  readonly organisation: Organisation;
  readonly version: number;
  /** An instant as JSON has it. */
  readonly answeredAt: string | null;
  readonly answers: SurveyAnswer[];
}

const SURVEY = {
  id: bigint,
  title: text,
  text,
  state: oneOf(SURVEY_STATES),
  closesAt: instant,
  version: int,
  owner: json<Organisation>(),
  askedCount: int,
  answeredCount: int,
  candidates: json<StoredCandidate[]>(),
  ownResponses: json<StoredResponse[]>(),
};
export type StoredSurvey = RowOf<typeof SURVEY>;

const organisation = (
  alias: string,
) => `json_build_object('key', ${alias}.key, 'level', ${alias}.level, 'id', ${alias}.external_id,
  'number', substring(${alias}.external_id from '[^:]+$'), 'name', ${alias}.name)`;

/** $1: keys of what the caller is bound to; $2: now. */
const SURVEYS = `
  select s.id, s.title, s.text, s.closes_at as "closesAt", s.version, ${organisation('w')} as owner,
    case when s.state = 'OPEN' and s.closes_at <= $2::timestamptz then 'CLOSED' else s.state end as state,
    (select count(*) from schools.survey_request r where r.survey_id = s.id)::int as "askedCount",
    (select count(*) from schools.survey_request r where r.survey_id = s.id and r.version > 0)::int as "answeredCount",
    (select coalesce(json_agg(json_build_object('id', c.id::text, 'name', c.name, 'publisher', c.publisher,
       'unitCents', c.unit_cents, 'licenceId', c.licence_id::text) order by c.position), '[]')
     from schools.survey_candidate c where c.survey_id = s.id) as candidates,
    (select coalesce(json_agg(json_build_object('organisation', ${organisation('o')}, 'version', r.version,
       'answeredAt', r.answered_at, 'answers',
       (select coalesce(json_agg(json_build_object('candidateId', c.id::text, 'count', a.count, 'remark', a.remark)
          order by c.position), '[]')
        from schools.survey_answer a join schools.survey_candidate c on c.id = a.candidate_id
        where a.survey_id = r.survey_id and a.organisation_id = r.organisation_id)) order by o.key), '[]')
     from schools.survey_request r join directory.organisation o on o.id = r.organisation_id
     where r.survey_id = s.id and o.key = any ($1)) as "ownResponses"
  from schools.survey s join directory.organisation w on w.id = s.owner_id`;

const FIND_SURVEYS = statement('findSurveys', `${SURVEYS} where s.id = any ($3)`, SURVEY, PLANNED_ONCE);

/**
 * Includes the answers of those that the caller is bound to. Whether the caller may see a survey is decided by
 * `allowedSurveys`.
 */
export function findSurveys(
  reader: Transaction,
  caller: Caller,
  ids: readonly string[],
  now: number,
): Promise<StoredSurvey[]> {
  return reader.query(FIND_SURVEYS, [caller.bound, new Date(now), ids]);
}

const LIST_SURVEYS = byCondition(
  (caller) => surveyCondition(caller, 'survey.read', '$1'),
  (readable) =>
    statement(
      'listSurveys',
      `${SURVEYS} where ${readable} and ($3::timestamptz is null or (s.closes_at, s.id) < ($3, $4::bigint))
       order by s.closes_at desc, s.id desc limit $5`,
      SURVEY,
    ),
);

/** The one that closes last comes first; with one more than asked for where there is one. */
export function listSurveys(
  reader: Transaction,
  caller: Caller,
  { now, first, after }: { now: number; first: number; after: { closesAt: Date; id: string } | null },
): Promise<StoredSurvey[]> {
  return reader.query(LIST_SURVEYS(caller), [
    caller.bound,
    new Date(now),
    after?.closesAt ?? null,
    after?.id ?? null,
    first + 1,
  ]);
}

/**
 * Licences are published facts, hidden from no service: this statement itself leaves out what the caller may not
 * assign.
 */
const LICENCE_NAMES = statement(
  'licenceNamesOfSurveys',
  `select id, name from directory.licence
   where id = any ($1) and ((select directory.is_operator()) or owner_id in (select directory.within()))`,
  { id: bigint, name: text },
);

/** Returns the names of licences that the caller may assign. */
export async function licenceNames(reader: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await reader.query(LICENCE_NAMES, [ids]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const OVERVIEW = statement(
  'surveyOverview',
  `select c.id as "candidateId", c.position, c.name, c.publisher, c.licence_id as "licenceId", c.unit_cents::float8 as "unitCents",
     count(*) filter (where a.count > 0)::int as "wantedBy", coalesce(sum(a.count), 0)::float8 as count,
     (coalesce(sum(a.count), 0) * c.unit_cents)::float8 as cents
   from schools.survey_candidate c left join schools.survey_answer a on a.candidate_id = c.id
   where c.survey_id = $1 group by c.id order by c.position`,
  {
    candidateId: bigint,
    position: int,
    name: text,
    publisher: nullable(text),
    licenceId: nullable(bigint),
    unitCents: nullable(float),
    wantedBy: int,
    count: float,
    cents: nullable(float),
  },
);
export type StoredDemand = RowOf<typeof OVERVIEW>;

/** Returns the demand for all candidates of a survey. */
export function surveyOverview(reader: Transaction, survey: string): Promise<StoredDemand[]> {
  return reader.query(OVERVIEW, [survey]);
}

const ANSWERS = statement(
  'surveyAnswers',
  `select o.key, o.level, o.external_id as "organisationId", o.name as organisation, r.answered_at as "answeredAt",
     c.id as "candidateId", c.position, c.name, a.count, a.remark, (a.count * c.unit_cents)::float8 as cents
   from schools.survey_answer a
   join schools.survey_request r on r.survey_id = a.survey_id and r.organisation_id = a.organisation_id
   join schools.survey_candidate c on c.id = a.candidate_id
   join directory.organisation o on o.id = a.organisation_id
   where a.survey_id = $1 and ($2::text is null or (o.key, c.position) > ($2, $3::int))
   order by o.key, c.position limit $4`,
  {
    key: text,
    level: oneOf(LEVELS),
    organisationId: text,
    organisation: text,
    answeredAt: nullable(instant),
    candidateId: bigint,
    position: int,
    name: text,
    count: int,
    remark: nullable(text),
    cents: nullable(float),
  },
);
type StoredAnswer = RowOf<typeof ANSWERS>;

/**
 * Ordered by the answering organisation, and then as the candidates are; with one more than asked for where there is
 * one.
 */
export function surveyAnswers(
  reader: Transaction,
  survey: string,
  { first, after }: { first: number; after: { key: string; position: number } | null },
): Promise<StoredAnswer[]> {
  return reader.query(ANSWERS, [survey, after?.key ?? null, after?.position ?? null, first + 1]);
}

const HOLDERS = "jsonb_agg(jsonb_build_object('level', o.level, 'id', o.external_id, 'name', o.name) order by o.key)";

const WANTED = statement(
  'wantedLicences',
  `select array_agg(licence_id::text order by licence_id) as "licenceIds", holders::json as holders, others::json as "mayNotHold"
   from (
     select c.licence_id, coalesce(${HOLDERS} filter (where o.level = any (l.holder_levels)), '[]') as holders,
       coalesce(${HOLDERS} filter (where o.level <> all (l.holder_levels)), '[]') as others
     from schools.survey_candidate c
     join schools.survey_answer a on a.candidate_id = c.id and a.count > 0
     join directory.organisation o on o.id = a.organisation_id
     join directory.licence l on l.id = c.licence_id
     where c.survey_id = $1
     group by c.licence_id) wanted
   group by holders, others order by min(licence_id)`,
  {
    licenceIds: texts,
    holders: json<SurveyHolder[]>(),
    mayNotHold: json<SurveyHolder[]>(),
  },
);

/** Returns the licences of a survey that somebody wants; those that the same organisations want stand together. */
export function wantedLicences(reader: Transaction, survey: string): Promise<SurveyAssignment[]> {
  return reader.query(WANTED, [survey]);
}
