import type { OrganisationKey } from '../../../caller/caller';
import type { Queryable } from '../../../database/queryable';
import { bigint, statement } from '../../../database/statement';
import type { SurveyState } from './survey';

interface SurveyFacts {
  readonly title: string;
  readonly text: string;
  readonly state: SurveyState;
  readonly closesAt: Date;
}

const INSERT_SURVEY = statement(
  'insertSurvey',
  `insert into schools.survey (owner_id, title, text, closes_at)
   select id, $2, $3, $4 from directory.organisation where key = $1 returning id`,
  { id: bigint },
);

/** Inserts a draft. @returns its id; undefined where there is no such owner */
export async function insertSurvey(
  db: Queryable,
  owner: OrganisationKey,
  { title, text, closesAt }: Omit<SurveyFacts, 'state'>,
): Promise<string | undefined> {
  const [row] = await db.query(INSERT_SURVEY, [owner, title, text, closesAt]);
  return row?.id;
}

const UPDATE_SURVEY = statement(
  'updateSurvey',
  `update schools.survey set title = $3, text = $4, state = $5, closes_at = $6, version = version + 1
   where id = $1 and version = $2 returning id`,
  { id: bigint },
);

/**
 * Until the end of the transaction, other calls that change the survey wait. @returns false where it has another
 * version
 */
export async function updateSurvey(
  db: Queryable,
  id: string,
  version: number,
  { title, text, state, closesAt }: SurveyFacts,
): Promise<boolean> {
  const rows = await db.query(UPDATE_SURVEY, [id, version, title, text, state, closesAt]);
  return rows.length > 0;
}

const DELETE_SURVEY = statement(
  'deleteSurvey',
  'delete from schools.survey where id = $1 and version = $2 returning id',
  { id: bigint },
);

/** Deletes it with all its parts. @returns false where it has another version */
export async function deleteSurvey(db: Queryable, id: string, version: number): Promise<boolean> {
  const rows = await db.query(DELETE_SURVEY, [id, version]);
  return rows.length > 0;
}

export interface CandidateFacts {
  readonly licenceId: string | null;
  readonly name: string;
  readonly publisher: string | null;
  readonly unitCents: number | null;
}

const DELETE_CANDIDATES = statement('deleteCandidates', 'delete from schools.survey_candidate where survey_id = $1');
const INSERT_CANDIDATES = statement(
  'insertCandidates',
  `insert into schools.survey_candidate (survey_id, position, licence_id, name, publisher, unit_cents)
   select $1, nr, "licenceId", name, publisher, "unitCents"
   from rows from (json_to_recordset($2) as ("licenceId" bigint, name text, publisher text, "unitCents" bigint))
     with ordinality as x("licenceId", name, publisher, "unitCents", nr)`,
);

/** Makes these its only candidates. */
export async function replaceCandidates(
  db: Queryable,
  survey: string,
  candidates: readonly CandidateFacts[],
): Promise<void> {
  await db.query(DELETE_CANDIDATES, [survey]);
  await db.query(INSERT_CANDIDATES, [survey, JSON.stringify(candidates)]);
}

const DELETE_REQUESTS = statement('deleteRequests', 'delete from schools.survey_request where survey_id = $1');
const INSERT_REQUESTS = statement(
  'insertRequests',
  `insert into schools.survey_request (survey_id, organisation_id)
   select $1, id from directory.organisation where key = any ($2) returning organisation_id as id`,
  { id: bigint },
);

/** Makes these the only organisations that are asked. @returns how many of them exist */
export async function replaceRequests(
  db: Queryable,
  survey: string,
  keys: readonly OrganisationKey[],
): Promise<number> {
  await db.query(DELETE_REQUESTS, [survey]);
  const rows = await db.query(INSERT_REQUESTS, [survey, keys]);
  return rows.length;
}

const SET_LICENCES = statement(
  'setLicencesOfCandidates',
  `update schools.survey_candidate c set licence_id = x."licenceId"
   from json_to_recordset($2) as x("candidateId" bigint, "licenceId" bigint)
   where c.survey_id = $1 and c.id = x."candidateId" and c.licence_id is null returning c.id`,
  { id: bigint },
);

/** @returns how many candidates of the survey had no licence, and have one now */
export async function setLicences(
  db: Queryable,
  survey: string,
  licences: readonly { readonly candidateId: string; readonly licenceId: string }[],
): Promise<number> {
  const rows = await db.query(SET_LICENCES, [survey, JSON.stringify(licences)]);
  return rows.length;
}

const RAISE_RESPONSE = statement(
  'raiseResponse',
  `update schools.survey_request r set version = version + 1, answered_at = now()
   from directory.organisation o
   where o.key = $2 and o.id = r.organisation_id and r.survey_id = $1 and r.version = $3 returning r.organisation_id as id`,
  { id: bigint },
);
const UPSERT_ANSWERS = statement(
  'upsertAnswers',
  `insert into schools.survey_answer as a (survey_id, organisation_id, candidate_id, count, remark)
   select $1, $2, "candidateId", count, remark
   from json_to_recordset($3) as x("candidateId" bigint, count int, remark text)
   on conflict (candidate_id, organisation_id) do update set count = excluded.count, remark = excluded.remark
   where (a.count, a.remark) is distinct from (excluded.count, excluded.remark)`,
);

interface AnswerFacts {
  readonly candidateId: string;
  readonly count: number;
  readonly remark: string | null;
}

/** @returns false where the organisation's answers have another version, or can no longer be given */
export async function answer(
  db: Queryable,
  survey: string,
  organisation: OrganisationKey,
  version: number,
  answers: readonly AnswerFacts[],
): Promise<boolean> {
  const [row] = await db.query(RAISE_RESPONSE, [survey, organisation, version]);
  if (!row) return false;
  await db.query(UPSERT_ANSWERS, [survey, row.id, JSON.stringify(answers)]);
  return true;
}
