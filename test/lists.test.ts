/** Lists of what a token reaches: complete, exact, in pages, and without anything of others. */

import { allOf, ask, data, database, refusalOf, world } from './listed-world';
import { type Answer, codesOf } from './system';

describe('entitlements', () => {
  const namesIn = async (who: string, given = '') =>
    (await allOf(who, 'entitlements', 'id', given && `filter: { ${given} }`)).map(({ id }) =>
      world.nameOfEntitlement(id),
    );
  const OF_A = ['A an A5', 'A an A2', 'A an A1', 'A an A6', 'A an Stadt', 'A an A3', 'A an A4', 'L an alle'];

  test.each([
    ['cityA', OF_A],
    ['cityB', ['B an B1', 'L an alle']],
    ['operator', [...OF_A.slice(0, -1), 'B an B1', 'L an alle']],
  ])('%s gets those that it may read: what ends first comes first', async (who, names) => {
    expect(await namesIn(who)).toEqual(names);
  });

  test('of a school: at whatever level they are held, however its id is written', async () => {
    const number = world.organisation('Schule A1').slice('NW:'.length);
    for (const id of [`NW:${number}`, `DE-NW-${number}`, `NW_${number}`, number])
      expect(await namesIn('cityA', `school: "${id}"`)).toEqual(['A an A1', 'A an Stadt', 'L an alle']);
  });

  test.each([
    ['licence', ['A an A5', 'A an A2', 'A an A1', 'A an A6', 'A an Stadt', 'A an A3', 'A an A4']],
    ['status: [SUSPENDED]', ['A an A4']],
    ['status: [REVOKED, ENDED]', ['A an A5', 'A an A3']],
    ['status: [IN_FORCE], endsBefore: "2098-12-31T00:00:00Z"', ['A an A2']],
    ['endsBefore: "2098-12-31T00:00:00Z"', ['A an A5', 'A an A2']],
  ])('that fit %s', async (given, names) => {
    expect(await namesIn('cityA', given.replace(/^licence$/, `licence: "${world.licence('Lizenz A')}"`))).toEqual(
      names,
    );
  });

  test('an empty list of states is refused, with the valid states', async () => {
    expect(await refusalOf('cityA', '{ entitlements(filter: { status: [] }) { totalCount } }')).toEqual({
      message:
        'filter.status: empty. Omit it for all, or name some of: IN_FORCE, SCHEDULED, ENDED, SUSPENDED, REVOKED.',
      code: 'BAD_USER_INPUT',
    });
  });

  test('of an own licence without entitlements, or without any in these states, there are none', async () => {
    expect(await namesIn('cityA', `licence: "${world.licence('Lizenz A leer')}"`)).toEqual([]);
    expect(await namesIn('cityA', `licence: "${world.licence('Lizenz L')}", status: [REVOKED]`)).toEqual([]);
  });

  test('of a holder', async () => {
    const id = world.organisation('Stadt A');
    expect(await namesIn('cityA', `holder: { level: AUTHORITY, id: "${id}" }`)).toEqual(['A an Stadt']);
  });

  test.each([
    ['school: "Schule B1"', 'school: "99999999"'],
    ['holder: { level: SCHOOL, id: "Schule B1" }', 'holder: { level: SCHOOL, id: "99999999" }'],
    ['holder: { level: AUTHORITY, id: "Stadt B" }', 'holder: { level: AUTHORITY, id: "99999999" }'],
    ['licence: "Lizenz B"', 'licence: "99999999"'],
  ])('foreign and unknown are refused alike: %s', async (foreign, unknown) => {
    const named = foreign
      .replace('Schule B1', world.organisation('Schule B1').replace('NW:', 'DE-NW-'))
      .replace('Stadt B', world.organisation('Stadt B'))
      .replace('Lizenz B', world.licence('Lizenz B'));
    const [first, second] = await Promise.all(
      [named, unknown].map((given) =>
        ask('cityA', `{ entitlements(filter: { ${given} }) { totalCount edges { node { id } } } }`),
      ),
    );
    const said = ({ data, errors = [] }: Answer) => [data, errors.map(({ message, path }) => ({ message, path }))];
    expect(said(first as Answer)).toEqual(said(second as Answer));
    expect(codesOf(first as Answer)).toEqual(['FORBIDDEN']);
  });

  test('show who made them and why they are revoked or suspended to the licence’s owner and those above', async () => {
    const node = 'id status createdBy reason';
    const saidTo = async (who: string) =>
      Object.fromEntries(
        (await allOf(who, 'entitlements', node)).map(({ id, ...said }) => [world.nameOfEntitlement(id), said]),
      );
    expect(await saidTo('cityA')).toMatchObject({
      'A an A3': { status: 'REVOKED', createdBy: 'test', reason: 'gekündigt' },
      'A an A4': { status: 'SUSPENDED', createdBy: 'test', reason: 'nicht bezahlt' },
      'A an Stadt': { status: 'IN_FORCE', createdBy: 'test', reason: null },
      'L an alle': { status: 'IN_FORCE', createdBy: null, reason: null },
    });
    expect(await saidTo('operator')).toMatchObject({ 'L an alle': { createdBy: 'test' } });
  });

  test('a learning platform lists none', async () => {
    expect(codesOf(await ask('lms', '{ entitlements { totalCount } }'))).toEqual(['FORBIDDEN']);
  });
});

describe('titles by number', () => {
  test('one, in capital letters or not, and an unknown one', async () => {
    const query = 'query ($n: String!) { titleByNumber(number: $n) { id number } }';
    const numbered = async (n: string) => (await data('lms', query, { n })).titleByNumber;
    expect(await numbered('9901002')).toEqual({ id: world.title('9901002'), number: '9901002' });
    expect(await numbered(' VULKANE ')).toEqual({ id: world.title('Vulkane'), number: 'Vulkane' });
    expect(await numbered('AB-1')).toMatchObject({ number: 'AB-1' });
    expect(await numbered('ab-1')).toMatchObject({ number: 'ab-1' });
    expect(await numbered('99010')).toBeNull();
  });

  test('many, in the order asked for, each as often as asked for, null for what is unknown', async () => {
    const numbers = ['Zebras', 'nothing', 'Wale', 'zebras', 'Zebras'];
    const query = 'query ($numbers: [String!]!) { titlesByNumber(numbers: $numbers) { number } }';
    const { titlesByNumber } = await data('lms', query, { numbers });
    expect(titlesByNumber.map((title: any) => title?.number ?? null)).toEqual([
      'Zebras',
      null,
      'Wale',
      'Zebras',
      'Zebras',
    ]);
    const { errors } = await ask('lms', query, { numbers: Array(501).fill('1') });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('501 items (maximum 500)'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});

describe('subjects and publishers', () => {
  test('come by name, with the number of titles that a filter by them finds', async () => {
    const subjects = await allOf('lms', 'subjects', 'name titleCount', '', 1);
    expect(subjects).toEqual([
      { name: 'Ägyptisch', titleCount: 1 },
      { name: 'Biologie', titleCount: 2 },
      { name: 'Physik', titleCount: 2 },
    ]);
    for (const { name, titleCount } of subjects) {
      const query = 'query ($s: [String!]) { titles(filter: { subjects: $s }) { totalCount } }';
      expect((await data('lms', query, { s: [name] })).titles.totalCount).toBe(titleCount);
    }
    expect(await allOf('lms', 'publishers', 'name titleCount')).toEqual([{ name: 'Musterverlag', titleCount: 6 }]);
  });

  test('are counted again when the catalogue changes', async () => {
    await database.query(`update licences.title set subjects = '{Chemie}' where number = '9901002'`);
    await new Promise((passed) => setTimeout(passed, 1_000));
    expect((await allOf('lms', 'subjects', 'name')).map(({ name }) => name)).toContain('Chemie');
  });
});
