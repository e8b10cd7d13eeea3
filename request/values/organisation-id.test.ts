import fc from 'fast-check';
import { LEVELS, type Level, organisationKey, parseOrganisationKey } from '../../caller/caller';
import { readOrganisationId, readOrganisationKey, requireOrganisationId } from './organisation-id';

test.each([
  ['NW:199007', 'NW', 'NW:199007'],
  ['NW_199007', 'NW', 'NW:199007'],
  ['DE-NW-199007', 'NW', 'NW:199007'],
  ['199007', 'NW', 'NW:199007'],
  ['199007', 'DE-NW', 'NW:199007'],
  ['1234', 'BY', 'BY:1234'],
  ['BY:1234', 'BY', 'BY:1234'],
  ['DE-BY-1234', 'NW', 'BY:1234'],
  ['01A01', 'BE', 'BE:01A01'],
  ['a-1', 'NW', 'NW:a-1'],
  ['NW:MZ-05111', 'NW', 'NW:MZ-05111'],
  ['DE-NW-MZ-05111', 'NW', 'NW:MZ-05111'],
  ['NW:199007', 'BY', null],
  ['DE-NW-199007', 'BY', null],
  ['DE-NW-199007', 'DE-BY', null],
  ['DE-NW-199007', 'DE-NW', 'NW:199007'],
  ['DE-NW-199007', 'nw', null],
  ['NW-199007', 'NW', null],
  ['MZ-05111', 'NW', null],
  ['DE-NW-', 'NW', null],
  ['nw:199007', 'NW', null],
  ['DE_NW_199007', 'NW', null],
  ['NW:NW:199007', 'NW', null],
  ['SCHOOL:NW:199007', 'NW', null],
  ['199007:NW', 'NW', null],
  [' 199007', 'NW', null],
  ['199007\n', 'NW', null],
  ['', 'NW', null],
  ['199007', 'nw', null],
  ['199007', '', null],
  ['１９９００７', 'NW', null],
  ['%', 'NW', null],
  [`NW:${'1'.repeat(41)}`, 'NW', null],
])('“%s” of %s is %s', (text, state, id) => {
  expect(readOrganisationId('SCHOOL', text, state)).toBe(id);
});

test.each([
  ['NW', 'NW'],
  ['DE-NW', 'NW'],
  ['NW:', null],
  ['NW:1', null],
  ['XNW', null],
  ['XDE-NW', null],
  ['NWX', null],
])('the state “%s” is %s', (text, id) => {
  expect(readOrganisationId('STATE', text)).toBe(id);
});

test('a number that names no state is none where none is to be taken for it', () => {
  expect(readOrganisationId('SCHOOL', '199007', null)).toBeNull();
  expect(readOrganisationId('SCHOOL', 'NW:199007', null)).toBe('NW:199007');
});

test('what is an id is given as it is used everywhere', () => {
  expect(requireOrganisationId('school', 'SCHOOL', 'DE-NW-199007')).toBe('NW:199007');
});

test.each<[Level, string]>([
  ['STATE', 'not the id of a state. Write NW or DE-NW.'],
  ['MEDIA_CENTRE', 'not the id of a media centre. Write NW:10182, NW_10182, DE-NW-10182, or 10182 alone for NW.'],
  [
    'REGIONAL_ASSOCIATION',
    'not the id of a regional association. Write NW:10182, NW_10182, DE-NW-10182, or 10182 alone for NW.',
  ],
])('of a %s: %s', (level, message) => {
  expect(() => requireOrganisationId('id', level, '?')).toThrow(`id: ${message}`);
});

test('what is not an id is refused with the forms that are', () => {
  expect(() => requireOrganisationId('school', 'SCHOOL', '199007 a')).toThrow(
    'school: not the id of a school. Write NW:199007, NW_199007, DE-NW-199007, or 199007 alone for NW.',
  );
  expect(() => requireOrganisationId('number', 'AUTHORITY', 'NW:1', 'BY')).toThrow(
    'number: not the id of a school authority. Write BY:10182, BY_10182, DE-BY-10182, or 10182 alone for BY.',
  );
});

test.each([
  ['SCHOOL:NW:199007', 'SCHOOL:NW:199007'],
  ['SCHOOL:DE-NW-199007', 'SCHOOL:NW:199007'],
  ['AUTHORITY:NW_10182', 'AUTHORITY:NW:10182'],
  ['STATE:DE-NW', 'STATE:NW'],
  ['SCHOOL:199007', null],
  ['KEY:NW:199007', null],
  ['NW:199007', null],
  ['', null],
])('a key “%s” is %s; a number alone names no state', (text, key) => {
  expect(readOrganisationKey(text)).toBe(key);
});

const state = fc.stringMatching(/^[A-Z]{2}$/);
const number = fc.stringMatching(/^[A-Za-z0-9-]{1,40}$/);

test('every form of an id is read as that id, and an id as itself', () => {
  fc.assert(
    fc.property(state, number, (of, n) => {
      const id = `${of}:${n}`;
      for (const text of [id, `${of}_${n}`, `DE-${of}-${n}`]) {
        expect(readOrganisationId('SCHOOL', text)).toBe(id);
        expect(readOrganisationId('SCHOOL', text, null)).toBe(id);
      }
      if (!/^(DE-)?[A-Z]{2}-/.test(n)) expect(readOrganisationId('SCHOOL', n, of)).toBe(id);
    }),
  );
});

test('whatever key is read is one that the house knows, at each level', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...LEVELS),
      fc.oneof(fc.string(), fc.stringMatching(/^[A-Z:_DE0-9-]{1,20}$/)),
      (level, text) => {
        const key = readOrganisationKey(`${level}:${text}`);
        const id = readOrganisationId(level, text, null);
        expect(key).toBe(id && organisationKey(level, id));
        if (key) expect(parseOrganisationKey(key)).toEqual({ level, id });
      },
    ),
  );
});

test('whatever is read is a key that the house knows, and is read as itself again', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Z:_DE0-9-]{1,20}$/)), state, (text, of) => {
      const id = readOrganisationId('SCHOOL', text, of);
      if (id === null) return;
      expect(parseOrganisationKey(`SCHOOL:${id}`)).toEqual({ level: 'SCHOOL', id });
      expect(readOrganisationId('SCHOOL', id)).toBe(id);
    }),
  );
});
