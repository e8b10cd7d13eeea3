import fc from 'fast-check';
import { day, integer, line, lineOrNull, organisation, text } from './fields';

const accepted = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;
const anyText = fc.string({ unit: 'binary', maxLength: 30 });

test('a line is one line in composed letters, whatever it was', () => {
  expect(line().parse('  Sta\u0308dt.\r\n\tSchule\u2028 am\u00a0Rhein ')).toBe('Städt. Schule am Rhein');
  expect(lineOrNull().parse(' \n')).toBeNull();
  fc.assert(
    fc.property(anyText, (value) => {
      const { success, data } = line().safeParse(value);
      if (success) expect([data.trim(), data.normalize('NFC'), /[\r\n\t]/.test(data)]).toEqual([data, data, false]);
    }),
  );
});

test.each([
  ['NUL', 'a\u0000b'],
  ['an escape sequence', 'a\u001b[2J'],
  ['a control character of Latin 1', 'a\u0091b'],
  ['half of a surrogate pair', 'a\ud800b'],
  ['what a wrong conversion left', 'K\ufffdln'],
  ['no character', 'a\uffff'],
])('no text holds %s', (_what, value) => {
  for (const schema of [line(), lineOrNull(), text]) expect(accepted(schema, value)).toBe(false);
});

test('every other character comes through, emoji and letters of all scripts too', () => {
  for (const value of ['Ötzi – „Eis“', '中文', 'עברית', '👩🏽‍🚀', 'ǆ', '\u202bx'])
    expect(line().parse(value)).toBe(value);
  expect(text.parse('eins\nzwei\tdrei\r\n')).toBe('eins\nzwei\tdrei\r\n');
});

test('an organisation is one, however its id is written', () => {
  for (const value of ['SCHOOL:NW:199007', 'SCHOOL:NW_199007', 'SCHOOL:DE-NW-199007', 'SCHOOL:199007'])
    expect(organisation.parse(value)).toBe('SCHOOL:NW:199007');
  for (const value of ['NW:199007', 'SCHOOL:NW-199007', 'SCHOOL:', 'PLANET:NW:1', 199007])
    expect(accepted(organisation, value)).toBe(false);
});

test('days are of the calendar, and of years that a file may mean', () => {
  for (const value of ['1900-01-01', '2200-12-31', '2028-02-29']) expect(accepted(day, value)).toBe(true);
  for (const value of [
    '0001-01-01',
    '1899-12-31',
    '2201-01-01',
    '9999-12-31',
    '2026-02-30',
    '+12026-01-01',
    '2026-1-1',
  ])
    expect(accepted(day, value)).toBe(false);
});

test('numbers are whole and as large as their column', () => {
  expect(accepted(integer(1), 2_147_483_647)).toBe(true);
  for (const value of [0, 2_147_483_648, 1.5, Number.NaN, 1e300, '5', null])
    expect(accepted(integer(1), value)).toBe(false);
});

test.each([
  ['DÃ¼sseldorf', 'Düsseldorf'],
  ['StraÃŸe', 'Straße'],
  ['StraÃ\u009fe', 'Straße'],
  ['Sport â€“ und mehr', 'Sport – und mehr'],
  ['SchuÌˆler', 'Schu\u0308ler'],
])('“%s” was encoded twice and is refused, in every kind of text', (twice, once) => {
  for (const schema of [line(), lineOrNull(), text])
    expect(schema.safeParse(twice).error?.issues[0]?.message).toContain(`it should be “${once}”`);
});

test('what merely looks like it is taken: French capitals, Portuguese, quotes after ß', () => {
  for (const value of ['Âge d’or', 'IRMÃ Ö', '„Spaß“ – ganz groß', 'â€ un euro ü', 'Ångström'])
    expect(line().parse(value)).toBe(value.normalize('NFC'));
});

test('what was not encoded twice is never refused for it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'äöüßÄÖÜéèà„“”–…»« abcXYZ') }), (value) => {
      const twice = new TextDecoder('windows-1252').decode(new TextEncoder().encode(value));
      const refused = (words: string) =>
        text.safeParse(words).error?.issues.some(({ message }) => message.startsWith('was encoded twice')) ?? false;
      expect(refused(value)).toBe(false);
      if (/[äöüßÄÖÜéèà»«]/.test(value)) expect(refused(twice)).toBe(true);
    }),
  );
});

test('line breaks of word processors are blanks in a name and line breaks in a text', () => {
  expect(line().parse('eins\u000bzwei\u0085drei\u2029vier\ufeff')).toBe('eins zwei drei vier');
  expect(text.parse('eins\u000bzwei\u0085drei')).toBe('eins\nzwei\ndrei');
});
