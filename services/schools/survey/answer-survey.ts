/** Answers a survey in one transaction: it checks the rules for answering first, then stores the answers. */
import type { Caller } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { describeChange } from '../../subgraph/audit/describe-change';
import type { Session, Transaction } from '../../subgraph/database/session';
import { allowedSurveys } from '../authorisation/allowed';
import { requireIds } from '../entitlement/require-ids';
import { keyOfHolder } from '../organisation/holder-input';
import { answer } from './survey-change-queries';
import type { AnswerSurveyInput } from './survey-inputs';
import { findSurveys, type StoredResponse, type StoredSurvey } from './survey-queries';

const MAX_COUNT = 1_000_000;

interface Answered {
  /** False where the answers had another version. */
  readonly isAnswered: boolean;
  /** The response as it is now. */
  readonly response: StoredResponse;
}

/**
 * @throws FORBIDDEN where the organisation is not asked, or is not the caller's; BAD_USER_INPUT, also after it is
 * closed
 */
export function answerSurvey(
  session: Session,
  caller: Caller,
  { surveyId, organisation, version, answers }: AnswerSurveyInput,
  now: number,
): Promise<Answered> {
  const key = keyOfHolder('input.organisation', organisation);
  return session.write(async (db) => {
    await describeChange(db, { operation: 'answerSurvey' });
    const survey = await askedSurvey(db, caller, surveyId, now);
    const before = responseOf(survey, key);
    if (survey.state !== 'OPEN') throw badUserInput('input.surveyId: the survey is closed, and takes no more answers.');
    checkAnswers(survey, answers);
    const facts = answers.map(({ candidateId, count, remark }) => ({
      candidateId,
      count,
      remark: remark?.trim() || null,
    }));
    if (before.version !== version || !(await answer(db, survey.id, key, version, facts))) {
      return { isAnswered: false, response: responseOf(await askedSurvey(db, caller, surveyId, now), key) };
    }
    return { isAnswered: true, response: responseOf(await askedSurvey(db, caller, surveyId, now), key) };
  });
}

async function askedSurvey(db: Transaction, caller: Caller, id: string, now: number): Promise<StoredSurvey> {
  requireIds([id]);
  const found = await findSurveys(db, caller, [id], now);
  const [survey] = found;
  if (!survey || !allowedSurveys(caller, 'survey.answer', found).has(survey.id)) throw forbidden();
  return survey;
}

/** Returns the response of an organisation that is asked and that the caller is bound to. @throws FORBIDDEN */
function responseOf({ ownResponses }: StoredSurvey, key: string): StoredResponse {
  const found = ownResponses.find(({ organisation }) => organisation.key === key);
  if (!found) throw forbidden();
  return found;
}

function checkAnswers({ candidates }: StoredSurvey, answers: AnswerSurveyInput['answers']): void {
  const known = new Set(candidates.map(({ id }) => id));
  const seen = new Set<string>();
  for (const [index, { candidateId, count }] of answers.entries()) {
    const place = `input.answers[${index}]`;
    if (!known.has(candidateId)) throw badUserInput(`${place}.candidateId: is no candidate of this survey.`);
    if (seen.has(candidateId)) throw badUserInput(`${place}.candidateId: is named twice.`);
    if (count < 0 || count > MAX_COUNT)
      throw badUserInput(`${place}.count: must be between 0 and ${MAX_COUNT}; got ${count}.`);
    seen.add(candidateId);
  }
}
