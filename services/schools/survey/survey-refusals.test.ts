/** Nobody sees or changes more of surveys than is theirs. The service and the database each ensure this alone. */
import type { Caller } from '../../../caller/caller';
import {
  amend,
  answer,
  answered,
  answers,
  ask,
  CENTRE,
  CITY,
  create,
  FORBIDDEN,
  list,
  OPERATOR,
  of,
  overview,
  prepared,
  read,
  recorded,
  rows,
  SCHOOL,
  STRANGER,
  TOWN,
  world,
} from '../../../test/survey-world';

describe('access to what is not the caller’s is refused, and nothing changes:', () => {
  let survey: Awaited<ReturnType<typeof answered>>;
  let before: unknown;
  beforeEach(async () => {
    survey = await answered();
    before = await recorded();
  });
  afterEach(async () => expect(await recorded()).toEqual(before));

  const says = (caller: Caller, level: string, name: string, wall = caller) =>
    answer(
      caller,
      {
        surveyId: survey.id,
        organisation: of(level, name),
        version: 1,
        answers: [{ candidateId: survey.candidate(0), count: 99 }],
      },
      wall,
    );

  test('to ask in the name of others, to ask a foreign organisation, and to ask for a foreign licence', async () => {
    expect(await create(CITY)).toBe(FORBIDDEN);
    expect(await create(CENTRE, { asked: { holders: [of('AUTHORITY', 'STRANGER')] } })).toBe(FORBIDDEN);
    expect(await create(CENTRE, { asked: { holders: [{ level: 'AUTHORITY', id: 'NW:99999' }] } })).toBe(FORBIDDEN);
    expect(await create(CENTRE, { candidates: [{ licenceId: world.licence('FOREIGN') }] })).toBe(FORBIDDEN);
    expect(await create(CENTRE, { candidates: [{ licenceId: '999999' }] })).toBe(FORBIDDEN);
  });

  test('to change a survey or see what others answered, for those who are asked and for strangers', async () => {
    for (const caller of [CITY, SCHOOL, STRANGER, { ...CENTRE, kind: 'reporting' as const }]) {
      expect(await amend(caller, { id: survey.id, version: 2, title: 'X' })).toBe(FORBIDDEN);
      expect(await ask(caller, `mutation { deleteSurvey(id: "${survey.id}", version: 2) }`)).toBe(FORBIDDEN);
      for (const field of [overview, answers, prepared]) expect(await field(caller, survey.id)).toBe(FORBIDDEN);
    }
    const { ownResponses } = await read(CITY, survey.id);
    expect(ownResponses.map(({ organisation }: any) => organisation.name)).toEqual(['CITY']);
  });

  test('to answer for others, also for a school of one’s own city, and for the asking organisation', async () => {
    expect(await says(CITY, 'AUTHORITY', 'TOWN')).toBe(FORBIDDEN);
    expect(await says(CITY, 'SCHOOL', 'OF_CITY')).toBe(FORBIDDEN);
    for (const caller of [CENTRE, STRANGER, OPERATOR]) expect(await says(caller, 'AUTHORITY', 'CITY')).toBe(FORBIDDEN);
  });

  test('by the check in this service alone', async () => {
    const asCentre = CENTRE;
    for (const field of [overview, answers, prepared]) expect(await field(CITY, survey.id, asCentre)).toBe(FORBIDDEN);
    expect(await read(STRANGER, survey.id, OPERATOR)).toBe(FORBIDDEN);
    expect(await amend(CITY, { id: survey.id, version: 2, title: 'X' }, OPERATOR)).toBe(FORBIDDEN);
    expect((await list(STRANGER, OPERATOR)).edges).toEqual([]);
    expect(await says(CITY, 'AUTHORITY', 'TOWN', TOWN)).toBe(FORBIDDEN);
    expect(await create(CITY, {}, OPERATOR)).toBe(FORBIDDEN);
  });

  test('by the database alone', async () => {
    for (const field of [overview, answers, prepared])
      expect(await field(OPERATOR, survey.id, STRANGER)).toBe(FORBIDDEN);
    expect(rows(await answers(OPERATOR, survey.id, CITY)).map(([organisation]: unknown[]) => organisation)).toEqual([
      'CITY',
      'CITY',
    ]);
    expect(rows(await overview(OPERATOR, survey.id, SCHOOL)).map(([, count]: unknown[]) => count)).toEqual([1, 0, 0]);
    expect((await list(OPERATOR, STRANGER)).edges).toEqual([]);
    expect(await amend(OPERATOR, { id: survey.id, version: 2, title: 'X' }, CITY)).toMatchObject({ isChanged: false });
    expect(await create(OPERATOR, { candidates: [{ name: 'X' }] }, CITY)).toMatch(/row-level security/);
    expect(await create(OPERATOR, { candidates: [{ licenceId: world.licence('FOREIGN') }] }, CENTRE)).toBe(FORBIDDEN);
    expect(await create(OPERATOR, { asked: { holders: [of('AUTHORITY', 'STRANGER')] } }, CENTRE)).toMatch(
      /row-level security/,
    );
    expect(await says(CITY, 'AUTHORITY', 'CITY', TOWN)).toBe(FORBIDDEN);
  });
});
