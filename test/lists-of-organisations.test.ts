/** The lists of schools and of school authorities. */

import { A, allOf, ask, data, refusalOf, world } from './listed-world';
import { codesOf } from './system';

const FORBIDDEN = { message: 'You may not see or change this, or it does not exist.', code: 'FORBIDDEN' };

const namesOf = async (who: string, list: string, given = '') =>
  (await allOf(who, list, 'name', given)).map(({ name }) => name);

describe('schools', () => {
  test.each([
    ['lms', ['Schule A1']],
    ['cityA', A],
    ['cityB', ['Schule B1', 'Schule B2']],
    ['centre', ['Schule A1', 'Schule A2', 'Schule B1']],
    ['dashboard', [...A, 'Schule B1', 'Schule B2']],
    ['operator', [...A, 'Schule B1', 'Schule B2']],
  ])('%s gets those in its reach, each once, in order of number, with their exact count', async (who, names) => {
    expect(await namesOf(who, 'schools')).toEqual(names);
  });

  test.each([
    ['search: "schule a2"', ['Schule A2']],
    ['search: "2 köln"', ['Schule A2']],
    ['search: "ÖLD"', ['Schule A7', 'Schule B1']],
    ['search: "%"', [...A, 'Schule B1', 'Schule B2']],
    ['city: "köln"', A.slice(0, 6)],
    ['city: "ölde"', ['Schule A7', 'Schule B1']],
    ['city: "köln", form: "02"', []],
    ['form: "Gymnasium"', A.slice(0, 6)],
    ['form: "grundschule"', ['Schule A7', 'Schule B1']],
    ['form: "02"', ['Schule A7', 'Schule B1']],
    ['inOperation: true', [...A, 'Schule B2']],
    ['inOperation: false', ['Schule B1']],
    ['form: "Grundschule", inOperation: true', ['Schule A7']],
  ])('that fit { %s }', async (filter, names) => {
    expect(await namesOf('operator', 'schools', `filter: { ${filter} }`)).toEqual(names);
    const ofA = names.filter((name) => A.includes(name));
    expect(await namesOf('dashboard', 'schools', `filter: { ${filter} }`)).toEqual(names);
    if (ofA.length > 0) expect(await namesOf('cityA', 'schools', `filter: { ${filter} }`)).toEqual(ofA);
  });

  test('of an authority, however its id is written; a foreign and an unknown one are refused alike', async () => {
    const number = world.organisation('Stadt B').slice('NW:'.length);
    for (const id of [`NW:${number}`, `DE-NW-${number}`, number]) {
      expect(await namesOf('centre', 'schools', `filter: { authority: "${id}" }`)).toEqual(['Schule B1']);
      expect(await refusalOf('cityA', `{ schools(filter: { authority: "${id}" }) { totalCount } }`)).toEqual(FORBIDDEN);
    }
    expect(await refusalOf('cityA', '{ schools(filter: { authority: "99999" }) { totalCount } }')).toEqual(FORBIDDEN);
    expect(
      await namesOf(
        'cityB',
        'schools',
        `filter: { authority: "NW:${number}", form: "Grundschule", inOperation: true }`,
      ),
    ).toEqual([]);
    expect(codesOf(await ask('cityA', '{ schools(filter: { authority: "X Y" }) { totalCount } }'))).toEqual([
      'BAD_USER_INPUT',
    ]);
  });

  test('are found by their id in any form', async () => {
    const number = world.organisation('Schule A3').slice('NW:'.length);
    for (const id of [`NW:${number}`, `DE-NW-${number}`, `NW_${number}`, number])
      expect(await namesOf('cityA', 'schools', `filter: { search: "${id}" }`)).toEqual(['Schule A3']);
  });

  test.each([
    [
      'form: "Gesamtschule"',
      'filter.form: no school in your reach has the form “Gesamtschule”. Known: Grundschule, Gymnasium.',
    ],
    ['form: ""', 'filter.form: no school in your reach has the form “”. Known: Grundschule, Gymnasium.'],
    ['city: "Köl"', 'filter.city: no school in your reach is in the city “Köl”. Known: Köln, Ölde.'],
    ['search: "A1", city: "Bonn"', 'filter.city: no school in your reach is in the city “Bonn”. Known: Köln, Ölde.'],
  ])('a value that no school has is reported, with the existing ones: { %s }', async (filter, message) => {
    expect(await refusalOf('cityA', `{ schools(filter: { ${filter} }) { totalCount } }`)).toEqual({
      message,
      code: 'BAD_USER_INPUT',
    });
  });

  test('values of schools out of reach are not revealed', async () => {
    expect(await refusalOf('lms', '{ schools(filter: { city: "Ölde" }) { totalCount } }')).toEqual({
      message: 'filter.city: no school in your reach is in the city “Ölde”. Known: Köln.',
      code: 'BAD_USER_INPUT',
    });
  });

  test.each([
    ['lms', ['Köln'], ['Gymnasium']],
    ['cityA', ['Köln', 'Ölde'], ['Grundschule', 'Gymnasium']],
    ['cityB', ['Ölde'], ['20', 'Grundschule']],
    ['operator', ['Köln', 'Ölde'], ['20', 'Grundschule', 'Gymnasium']],
  ])('%s gets the filter values of the schools in its reach', async (who, cities, forms) => {
    const query = '{ schoolFilterValues { cities forms districts { id number name } } }';
    const { schoolFilterValues } = await data(who, query);
    expect(schoolFilterValues).toMatchObject({ cities, forms });
    for (const [field, values] of Object.entries({ city: cities, form: forms })) {
      for (const value of values)
        expect(await namesOf(who, 'schools', `filter: { ${field}: "${value}" }`)).not.toEqual([]);
    }
    for (const { id } of schoolFilterValues.districts)
      expect(await namesOf(who, 'schools', `filter: { district: "${id}" }`)).not.toEqual([]);
    expect(schoolFilterValues.districts).toHaveLength(1);
  });

  test('the filter values need the scope', async () => {
    expect(codesOf(await ask('nothing', '{ schoolFilterValues { cities } }'))).toEqual(['FORBIDDEN']);
  });

  test('a cursor of another list is refused', async () => {
    const { schools } = await data('cityA', '{ schools(first: 1) { pageInfo { endCursor } } }');
    const after = schools.pageInfo.endCursor;
    const other = 'query ($after: String) { schools(filter: { city: "Köln" }, after: $after) { totalCount } }';
    expect(codesOf(await ask('cityA', other, { after }))).toEqual(['BAD_USER_INPUT']);
  });

  test.each(['schools', 'schoolAuthorities', 'subjects', 'publishers', 'entitlements'])(
    '%s needs its scope',
    async (list) => {
      expect(codesOf(await ask('nothing', `{ ${list} { totalCount } }`))).toEqual(['FORBIDDEN']);
    },
  );
});

describe('schoolAuthorities', () => {
  test.each([
    ['lms', ['Stadt A']],
    ['cityA', ['Stadt A']],
    ['centre', ['Stadt A', 'Stadt B']],
    ['operator', ['Stadt A', 'Stadt B']],
  ])('%s gets those that it reaches', async (who, names) => {
    expect((await namesOf(who, 'schoolAuthorities')).filter((name) => name.startsWith('Stadt'))).toEqual(names);
  });

  test.each([
    ['search: "stadt"', ['Stadt A', 'Stadt B']],
    ['search: "KÖLN"', ['Stadt A']],
    ['city: "Köln"', ['Stadt A']],
    ['search: "Stadt C"', []],
    ['search: "Stadt B", city: "Köln"', []],
  ])('that fit { %s }', async (filter, names) => {
    expect(await namesOf('operator', 'schoolAuthorities', `filter: { ${filter} }`)).toEqual(names);
  });

  test('a city that none has is reported, with the existing ones', async () => {
    expect(await refusalOf('operator', '{ schoolAuthorities(filter: { city: "Bonn" }) { totalCount } }')).toEqual({
      message: 'filter.city: no school authority in your reach is in the city “Bonn”. Known: Köln.',
      code: 'BAD_USER_INPUT',
    });
    expect(await refusalOf('cityB', '{ schoolAuthorities(filter: { city: "Köln" }) { totalCount } }')).toEqual({
      message: 'filter.city: no school authority in your reach is in the city “Köln”. There is none in your reach.',
      code: 'BAD_USER_INPUT',
    });
  });

  test('each with its schools in reach, and their count', async () => {
    const list = await allOf(
      'centre',
      'schoolAuthorities',
      'name schools(first: 1) { totalCount edges { node { name } } }',
    );
    expect(list).toEqual([
      { name: 'Stadt A', schools: { totalCount: 2, edges: [{ node: { name: 'Schule A1' } }] } },
      { name: 'Stadt B', schools: { totalCount: 1, edges: [{ node: { name: 'Schule B1' } }] } },
    ]);
  });
});
