/** A survey from its draft to the assignments prepared from it, as the asking and the asked organisations see it. */
import {
  amend,
  answer,
  answered,
  answers,
  ask,
  CENTRE,
  CITY,
  create,
  database,
  FORBIDDEN,
  inDays,
  list,
  OPERATOR,
  of,
  opened,
  overview,
  prepared,
  read,
  recorded,
  rows,
  SCHOOL,
  STRANGER,
  source,
  world,
} from '../../../test/survey-world';
import { Session } from '../../subgraph/database/session';
import { eraseOldRemarks, REMARKS_KEPT_DAYS } from './erase-remarks';

test('only the asking organisation sees a draft; once it is opened, those who are asked see it, too', async () => {
  const draft = await create(CENTRE);
  expect(draft).toMatchObject({
    state: 'DRAFT',
    version: 1,
    askedCount: 3,
    answeredCount: 0,
    candidates: [
      { name: 'FILMS', publisher: null, unitCents: 1_250, licence: { id: world.licence('FILMS') } },
      { name: 'Atlas', publisher: 'Kartenverlag', unitCents: 990, licence: null },
      { name: 'Klänge', licence: { id: world.licence('SOUNDS') } },
    ],
    ownResponses: [],
  });
  for (const caller of [CITY, SCHOOL]) {
    expect(await read(caller, draft.id)).toBe(FORBIDDEN);
    expect((await list(caller)).edges).toEqual([]);
  }
  expect(await amend(CENTRE, { id: draft.id, version: 1, state: 'OPEN', title: 'Bedarf' })).toMatchObject({
    isChanged: true,
    survey: { state: 'OPEN', version: 2, title: 'Bedarf' },
  });
  expect(await read(SCHOOL, draft.id)).toMatchObject({
    askedCount: null,
    answeredCount: null,
    candidates: [{ licence: null }, { licence: null }, { licence: null }],
    ownResponses: [{ organisation: { name: 'OF_CITY' }, version: 0, answeredAt: null, answers: [] }],
  });
  expect((await list(CITY)).edges).toEqual([{ node: { id: draft.id, title: 'Bedarf' } }]);
  expect(await read(STRANGER, draft.id)).toBe(FORBIDDEN);
  expect(await read(STRANGER, '999999')).toBe(FORBIDDEN);
});

test('answers may be changed until the close, and never overwrite those that somebody else gave meanwhile', async () => {
  const survey = await opened();
  const films = survey.candidate(0);
  const says = (version: number, count: number, remark: string | null = null) =>
    answer(CITY, {
      surveyId: survey.id,
      organisation: of('AUTHORITY', 'CITY'),
      version,
      answers: [{ candidateId: films, count, remark }],
    });
  expect(await says(0, 3, ' für alle ')).toEqual({
    isAnswered: true,
    response: {
      organisation: { name: 'CITY' },
      version: 1,
      answers: [{ candidateId: films, count: 3, remark: 'für alle' }],
    },
  });
  const before = await recorded();
  expect(await says(0, 9)).toMatchObject({ isAnswered: false, response: { version: 1, answers: [{ count: 3 }] } });
  expect(await recorded()).toEqual(before);
  expect(await says(1, 4)).toMatchObject({
    isAnswered: true,
    response: { version: 2, answers: [{ count: 4, remark: null }] },
  });
  await amend(CENTRE, { id: survey.id, version: 2, state: 'CLOSED' });
  expect(await says(2, 5)).toMatch(/^BAD_USER_INPUT: .*closed/);
  await amend(CENTRE, { id: survey.id, version: 3, state: 'OPEN' });
  expect(await says(2, 5)).toMatchObject({ isAnswered: true });
  await database.query('update schools.survey set closes_at = now()');
  expect(await says(3, 6)).toMatch(/^BAD_USER_INPUT: .*closed/);
  expect(await read(CITY, survey.id)).toMatchObject({ state: 'CLOSED', ownResponses: [{ version: 3 }] });
});

test('the overview adds up the demand and its cost, and assignments are prepared from it', async () => {
  const survey = await answered();
  const found = await overview(CENTRE, survey.id);
  expect(rows(found)).toEqual([
    ['FILMS', 4, 2, 5_000, world.licence('FILMS')],
    ['Atlas', 10, 1, 9_900, null],
    ['Klänge', 2, 1, null, world.licence('SOUNDS')],
  ]);
  expect(found.totals).toEqual({ count: 16, cents: 14_900, countWithoutPrice: 2 });
  expect(rows(await answers(CENTRE, survey.id))).toEqual([
    ['CITY', 'FILMS', 3, 3_750, 'dringend'],
    ['CITY', 'Atlas', 10, 9_900, null],
    ['TOWN', 'FILMS', 0, 0, null],
    ['TOWN', 'Klänge', 2, null, null],
    ['OF_CITY', 'FILMS', 1, 1_250, null],
  ]);
  const city = { ...of('AUTHORITY', 'CITY'), name: 'CITY' };
  const films = {
    licenceIds: [world.licence('FILMS')],
    holders: [city, { ...of('SCHOOL', 'OF_CITY'), name: 'OF_CITY' }],
  };
  const sounds = { licenceIds: [world.licence('SOUNDS')], holders: [{ ...of('AUTHORITY', 'TOWN'), name: 'TOWN' }] };
  expect(await prepared(CENTRE, survey.id)).toEqual([films, sounds]);

  const [{ licenceIds, holders }] = await prepared(CENTRE, survey.id);
  const preview = await ask(
    CENTRE,
    `mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { preview assigned refused } }`,
    { input: { licenceIds, holders: holders.map(({ level, id }: any) => ({ level, id })), preview: true } },
  );
  expect(preview).toEqual({ preview: true, assigned: 2, refused: 0 });
});

test('those who want a licence but may not hold it at their level are named beside those who may hold it', async () => {
  const survey = await answered();
  await database.query(`update licences.licence_terms set holder_levels = '{SCHOOL}'`);
  const PREPARED =
    'query ($survey: ID!) { preparedAssignments(survey: $survey) { holders { name } mayNotHold { name } } }';
  expect(await ask(CENTRE, PREPARED, { survey: survey.id })).toEqual([
    { holders: [{ name: 'OF_CITY' }], mayNotHold: [{ name: 'CITY' }] },
    { holders: [], mayNotHold: [{ name: 'TOWN' }] },
  ]);
});

test('a candidate gets its licence after it was bought', async () => {
  const survey = await answered();
  const atlas = { candidateId: survey.candidate(1), licenceId: world.licence('SOUNDS') };
  expect(await amend(CENTRE, { id: survey.id, version: 2, licences: [atlas] })).toMatchObject({ isChanged: true });
  expect((await prepared(CENTRE, survey.id)).map(({ holders }: any) => holders.map(({ name }: any) => name))).toEqual([
    ['CITY', 'OF_CITY'],
    ['CITY', 'TOWN'],
  ]);
  expect(await amend(CENTRE, { id: survey.id, version: 3, licences: [atlas] })).toMatch(
    /^BAD_USER_INPUT: input.licences/,
  );
});

test('a change of an outdated version changes nothing', async () => {
  const { id } = await create(CENTRE);
  await amend(CENTRE, { id, version: 1, title: 'Neu' });
  const before = await recorded();
  expect(await amend(CENTRE, { id, version: 1, title: 'Alt' })).toMatchObject({
    isChanged: false,
    survey: { title: 'Neu', version: 2 },
  });
  expect(await ask(CENTRE, `mutation { deleteSurvey(id: "${id}", version: 1) }`)).toBe(false);
  expect(await recorded()).toEqual(before);
  expect(await ask(CENTRE, `mutation { deleteSurvey(id: "${id}", version: 2) }`)).toBe(true);
  expect(await read(CENTRE, id)).toBe(FORBIDDEN);
});

test('a survey is deleted with its answers and remarks, and the audit trail never contained them', async () => {
  const { id } = await answered();
  expect(await ask(CENTRE, `mutation { deleteSurvey(id: "${id}", version: 2) }`)).toBe(true);
  for (const table of ['survey', 'survey_candidate', 'survey_request', 'survey_answer'])
    expect(await database.query(`select 1 from schools.${table}`)).toEqual([]);
  const trail = JSON.stringify(await database.query('select before, after from schools.audit_entry'));
  expect(trail).toContain('Schuljahr 2027/28');
  expect(trail).not.toContain('dringend');
});

test('remarks are erased a year after the close, and counts stay', async () => {
  const { id } = await answered();
  const erase = async () => {
    const session = new Session(source, OPERATOR);
    await session.write(eraseOldRemarks).finally(() => session.end());
    return rows(await answers(CENTRE, id)).filter(([, , , , remark]: unknown[]) => remark !== null).length;
  };
  const closed = (days: number) => database.query('update schools.survey set closes_at = $1', [inDays(-days)]);
  await closed(REMARKS_KEPT_DAYS - 1);
  expect(await erase()).toBe(1);
  await closed(REMARKS_KEPT_DAYS + 1);
  expect(await erase()).toBe(0);
  expect(rows(await answers(CENTRE, id)).map(([, , count]: unknown[]) => count)).toEqual([3, 10, 0, 2, 1]);
});

test.each([
  ['a title of nothing but blanks', () => create(CENTRE, { title: ' ' }), /input.title/],
  ['a candidate without a name', () => create(CENTRE, { candidates: [{}] }), /input.candidates\[0\].name/],
  ['a fraction of a cent', () => create(CENTRE, { candidates: [{ name: 'X', unitCents: 0.5 }] }), /unitCents/],
  ['nobody to ask', () => create(CENTRE, { asked: {} }), /input.asked/],
  ['a number of a school that does not exist', () => create(CENTRE, { asked: { numbers: ['999999'] } }), /row 1/],
  [
    'a district, which has no staff here',
    () => create(CENTRE, { asked: { holders: [of('DISTRICT', 'DISTRICT')] } }),
    /nobody who could answer/,
  ],
])('a survey with %s is refused, and nothing changes', async (_name, change, reason) => {
  const before = await recorded();
  const answer = await change();
  expect(answer).toMatch(/^BAD_USER_INPUT/);
  expect(answer).toMatch(reason);
  expect(await recorded()).toEqual(before);
});

test('an open survey keeps its candidates, cannot become a draft again, and can close only in the future', async () => {
  const { id } = await opened();
  for (const change of [
    { candidates: [{ name: 'X' }] },
    { asked: { holders: [of('AUTHORITY', 'CITY')] } },
    { state: 'DRAFT' },
    { closesAt: inDays(-1) },
  ])
    expect(await amend(CENTRE, { id, version: 2, ...change })).toMatch(/^BAD_USER_INPUT/);
  const draft = await create(CENTRE);
  expect(await amend(CENTRE, { id: draft.id, version: 1, state: 'CLOSED' })).toMatch(/^BAD_USER_INPUT: input.state/);
  const empty = await create(CENTRE, { candidates: [] });
  expect(await amend(CENTRE, { id: empty.id, version: 1, state: 'OPEN' })).toMatch(/^BAD_USER_INPUT: input.state/);
});
