/** Surveys in the proof: which exist, who may see what of them, and who may change them. */
import type { Caller } from '../../caller/caller';
import type { Chance } from './chance';
import { ABSENT, plain, type Value } from './chosen-rows';
import type { Oracle, SurveyResponseRow, SurveyRow } from './oracle';
import type { Rights } from './rights';

type Row = { readonly row: string };
/** The same as Place in visible.ts. */
interface Place {
  readonly rights: Rights;
  readonly oracle: Oracle;
  readonly parents: readonly Row[];
  readonly given: Readonly<Record<string, any>>;
}

const isLicensing = ({ asker }: Rights) => asker.kind === 'licensing';
const isBound = ({ asker }: Rights, key: string) => asker.bound.includes(key as Caller['bound'][number]);

function isAsker({ oracle, rights }: Pick<Place, 'oracle' | 'rights'>, { owner }: SurveyRow): boolean {
  const key = oracle.organisations.find(({ row }) => row === owner)?.key ?? '';
  return rights.asker.kind === 'operator' || (isLicensing(rights) && isBound(rights, key));
}

/** Returns what the caller's own organisations are asked, and their answers. */
function ownResponses({ oracle, rights }: Pick<Place, 'oracle' | 'rights'>, survey?: string): SurveyResponseRow[] {
  return oracle.responses.filter(
    (one) => (survey === undefined || one.survey === survey) && isLicensing(rights) && isBound(rights, one.key),
  );
}

function isVisible(place: Pick<Place, 'oracle' | 'rights'>, survey: SurveyRow): boolean {
  return isAsker(place, survey) || (survey.state !== 'DRAFT' && ownResponses(place, survey.row).length > 0);
}

const visible = (place: Place) => place.oracle.surveys.filter((one) => isVisible(place, one));
const asked = (place: Place, id: unknown) =>
  place.oracle.surveys.filter((one) => one.row === id && isAsker(place, one));
const same = ({ parents }: Place) => parents;
const organisationsOf = ({ oracle }: Place, rows: readonly string[]) =>
  oracle.organisations.filter(({ row }) => rows.includes(row));
const candidatesOf = (surveys: readonly SurveyRow[]): Row[] =>
  surveys.flatMap(({ candidates }) => candidates.map((row) => ({ row })));
const responding = (place: Place) =>
  place.oracle.responses
    .filter(({ survey }) => place.parents.some(({ row }) => row === survey))
    .flatMap(({ organisation }) => organisationsOf(place, [organisation]));

export const SURVEY_ROWS: Readonly<Record<string, (place: Place) => readonly Row[]>> = {
  'Query.surveys': visible,
  'SurveyConnection.edges': same,
  'SurveyConnection.pageInfo': same,
  'SurveyEdge.node': same,
  'Query.survey': (place) => visible(place).filter(({ row }) => row === place.given.id),
  'Survey.owner': (place) =>
    organisationsOf(
      place,
      (place.parents as SurveyRow[]).map(({ owner }) => owner),
    ),
  'Survey.candidates': ({ parents }) => candidatesOf(parents as SurveyRow[]),
  'SurveyCandidate.licence': ({ oracle, rights }) => oracle.licences.filter(({ owner }) => rights.within.has(owner)),
  'Survey.ownResponses': (place) => place.parents.flatMap(({ row }) => ownResponses(place, row)),
  'SurveyResponse.organisation': (place) =>
    organisationsOf(
      place,
      (place.parents as SurveyResponseRow[]).map(({ organisation }) => organisation),
    ),
  'SurveyResponse.answers': ({ parents }) =>
    (parents as SurveyResponseRow[]).flatMap(({ answers }) => (answers ?? []).map(([row]) => ({ row }))),
  'Query.surveyOverview': (place) => candidatesOf(asked(place, place.given.survey)),
  'SurveyDemandConnection.edges': same,
  'SurveyDemandConnection.pageInfo': same,
  'SurveyDemandConnection.totals': same,
  'SurveyDemandEdge.node': same,
  'Query.surveyAnswers': (place) =>
    place.oracle.responses.filter(({ survey }) => asked(place, place.given.survey).some(({ row }) => row === survey)),
  'GivenAnswerConnection.edges': same,
  'GivenAnswerConnection.pageInfo': same,
  'GivenAnswerEdge.node': same,
  'Query.preparedAssignments': (place) => asked(place, place.given.survey),
  'SurveyAssignment.holders': responding,
  'SurveyAssignment.mayNotHold': responding,
  'Mutation.createSurvey': (place) => place.oracle.surveys.filter((one) => isAsker(place, one)),
  'Mutation.amendSurvey': (place) => asked(place, place.given.input?.id),
  'SurveyChange.survey': same,
  'Mutation.deleteSurvey': (place) => asked(place, place.given.id),
  'Mutation.answerSurvey': (place) => ownResponses(place, place.given.input?.surveyId),
  'AnswerSurveyResult.response': same,
};

export const SURVEY_NEEDS: Readonly<Record<string, string>> = {
  'Query.survey': 'entitlements:read',
  'Query.surveys': 'entitlements:read',
  'Query.surveyOverview': 'entitlements:read',
  'Query.surveyAnswers': 'entitlements:read',
  'Query.preparedAssignments': 'entitlements:read',
  'Mutation.createSurvey': 'entitlements:write',
  'Mutation.amendSurvey': 'entitlements:write',
  'Mutation.deleteSurvey': 'entitlements:write',
  'Mutation.answerSurvey': 'entitlements:write',
};

/**
 * Returns the ids that a survey and its parts may have; undefined for other types. The mark in a remark or a title
 * identifies its owner.
 */
export function knownOfSurvey(type: string, row: Row, oracle: Oracle): Record<string, unknown> | undefined {
  if (['Survey', 'SurveyCandidate'].includes(type)) return { id: row.row };
  if (['SurveyDemand', 'SurveyAnswer'].includes(type)) return { candidateId: row.row };
  if (type !== 'GivenAnswer' && type !== 'SurveyHolder') return undefined;
  const of = type === 'GivenAnswer' ? (row as SurveyResponseRow).organisation : row.row;
  const organisation = oracle.organisations.find((one) => one.row === of);
  const { id, name } = organisation ?? {};
  return type === 'GivenAnswer' ? { organisationId: id, organisation: name } : { id, name };
}

/** Makes surveys as arguments. */
export function surveyValues(rights: Rights, oracle: Oracle, chance: Chance, own: boolean) {
  const place = { rights, oracle };
  const pick = <Item>(items: readonly Item[], mine: (item: Item) => boolean): Item | undefined => {
    const preferred = own || chance.holds(0.4) ? items.filter(mine) : items;
    return preferred.length > 0 ? chance.of(preferred) : undefined;
  };
  let last: SurveyRow | undefined;
  const idOf = (survey: SurveyRow | undefined): Value =>
    survey ? { value: survey.row, twin: isVisible(place, survey) ? survey.row : ABSENT.ROW } : plain(ABSENT.ROW);
  const survey = (isMine: (one: SurveyRow) => boolean): Value => {
    last = pick(oracle.surveys, isMine);
    return idOf(last);
  };
  const managed = () => survey((one) => isAsker(place, one));
  const object = (of: readonly (readonly [string, Value])[]): Value => ({
    value: Object.fromEntries(of.map(([name, { value }]) => [name, value])),
    twin: Object.fromEntries(of.map(([name, { twin }]) => [name, twin])),
  });
  return {
    'Query.survey.id': () => survey((one) => isVisible(place, one)),
    'Query.surveyOverview.survey': managed,
    'Query.surveyAnswers.survey': managed,
    'Query.preparedAssignments.survey': managed,
    'Mutation.deleteSurvey.id': managed,
    /** An own survey that others read is compared with what exists afterwards, so it is not deleted. */
    'Mutation.deleteSurvey.version': () => plain(last && !isAsker(place, last) ? last.version : 999),
    AmendSurveyInput: () =>
      object([
        ['id', managed()],
        ['version', plain(chance.holds(0.8) ? (last?.version ?? 1) : 999)],
        ['title', plain(last && isAsker(place, last) ? last.title : 'Titel')],
        ['state', plain(chance.of(['OPEN', 'OPEN', 'DRAFT']))],
      ]),
    AnswerSurveyInput: () => {
      const open = new Set(oracle.surveys.filter(({ state }) => state === 'OPEN').map(({ row }) => row));
      const response = pick(oracle.responses, ({ key, survey: of }) => isBound(rights, key) && open.has(of));
      const of = oracle.surveys.find(({ row }) => row === response?.survey);
      const [level = 'AUTHORITY', ...id] = (response?.key ?? `AUTHORITY:NW:${ABSENT.NUMBER}`).split(':');
      const isForeign = of !== undefined && isVisible(place, of) && !isBound(rights, response?.key ?? '');
      return object([
        ['surveyId', idOf(of)],
        [
          'organisation',
          {
            value: { level, id: id.join(':') },
            twin: { level, id: isForeign ? `NW:${ABSENT.NUMBER}` : id.join(':') },
          },
        ],
        ['version', plain(response?.version ?? 0)],
        ['answers', plain((of?.candidates ?? []).map((candidateId) => ({ candidateId, count: chance.below(9) })))],
      ]);
    },
  } satisfies Record<string, () => Value>;
}

interface Sent {
  readonly rights: Rights;
  readonly given: Readonly<Record<string, any>>;
}

/**
 * @param by the mutations of a name that were sent
 * @returns in words, what changed that nobody had a right to change; and how much was changed rightly
 */
export function wrongSurveyChanges(
  before: Oracle,
  after: Oracle,
  by: (name: string) => readonly Sent[],
): { complaints: string[]; surveys: number; answers: number } {
  const complaints: string[] = [];
  let [surveys, answers] = [0, 0];
  const text = (row: unknown) => JSON.stringify(row);
  const was = new Map(before.surveys.map((one) => [one.row, one]));
  const is = new Map(after.surveys.map((one) => [one.row, one]));
  for (const one of after.surveys) {
    const known = was.get(one.row);
    if (known && text(known) === text(one)) continue;
    const right = known
      ? by('amendSurvey').some(
          ({ rights, given }) => given.input.id === one.row && isAsker({ rights, oracle: after }, one),
        )
      : by('createSurvey').some(
          ({ rights }) =>
            isAsker({ rights, oracle: after }, one) &&
            after.responses.every(({ survey, organisation }) => survey !== one.row || rights.within.has(organisation)),
        );
    if (right) surveys += 1;
    else complaints.push(`a survey that nobody may have changed so: ${text([known, one])}`);
  }
  for (const one of before.surveys) if (!is.has(one.row)) complaints.push(`a survey that is gone: ${text(one)}`);
  const answered = new Map(before.responses.map((one) => [one.row, one]));
  for (const one of after.responses) {
    const known = answered.get(one.row);
    if ((known && text(known) === text(one)) || (!known && !was.has(one.survey))) continue;
    const right = by('answerSurvey').some(
      ({ rights, given }) =>
        known && given.input.surveyId === one.survey && isLicensing(rights) && isBound(rights, one.key),
    );
    if (right) answers += 1;
    else complaints.push(`answers that nobody may have given: ${text([known, one])}`);
  }
  return { complaints, surveys, answers };
}
