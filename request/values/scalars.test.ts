/** Every scalar that a client may send, with what it takes and what it does not. */
import fc from 'fast-check';
import { NO_INSTANT, readInstant, SCALARS } from './scalars';

const NUL = 'Text contains a NUL character (U+0000). Remove it.';
const HALF = 'Text contains an unpaired surrogate. Remove it.';

const TEXTS: [string, string | undefined][] = [
  ['', undefined],
  ['NW:199007', undefined],
  ['„Faustspiel“ erklärt – 1949–1990', undefined],
  ['U\u0308ber', undefined],
  ['🎬 𝄞 \u{10ffff}', undefined],
  ['a tab\tand a\nline', undefined],
  ['\ufffd and \uffff are characters', undefined],
  ['\0', NUL],
  ['before\0after', NUL],
  ['the end\0', NUL],
  ['🎬\0', NUL],
  ['\ud83c', HALF],
  ['\udfac', HALF],
  ['the halves the wrong way round \udfac\ud83c', HALF],
  ['one of two \ud83c🎬', HALF],
];

const INSTANTS: [unknown, string | undefined][] = [
  ['2026-08-01T00:00:00+02:00', '2026-07-31T22:00:00.000Z'],
  ['2026-08-01T00:00+02:00', '2026-07-31T22:00:00.000Z'],
  ['2026-08-01t00:00:00z', '2026-08-01T00:00:00.000Z'],
  ['2026-08-01T23:59:59.999999999Z', '2026-08-01T23:59:59.999Z'],
  ['2026-08-01T12:00:00.5-00:00', '2026-08-01T12:00:00.500Z'],
  ['2026-08-01T12:00:00+23:59', '2026-07-31T12:01:00.000Z'],
  ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ['2027-02-29T00:00:00Z', undefined],
  ['2027-02-30T00:00:00Z', undefined],
  ['2027-02-31T00:00:00+01:00', undefined],
  ['1900-02-29T00:00:00Z', undefined],
  ['2027-04-31T00:00:00Z', undefined],
  ['2027-06-31T00:00:00Z', undefined],
  ['2027-09-31T00:00:00Z', undefined],
  ['2027-11-31T00:00:00Z', undefined],
  ['2027-12-32T00:00:00Z', undefined],
  ['2027-00-01T00:00:00Z', undefined],
  ['2027-13-01T00:00:00Z', undefined],
  ['2027-20-01T00:00:00Z', undefined],
  ['2027-1-01T00:00:00Z', undefined],
  ['2027-10-31T00:00:00Z', '2027-10-31T00:00:00.000Z'],
  ['2027-12-20T00:00:00Z', '2027-12-20T00:00:00.000Z'],
  ['2027-01-40T00:00:00Z', undefined],
  ['2027-01-00T00:00:00Z', undefined],
  ['2027-01-01T24:00:00Z', undefined],
  ['2027-01-01T24:00Z', undefined],
  ['2027-01-01T25:00:00Z', undefined],
  ['2027-01-01T00:60:00Z', undefined],
  ['2027-01-01T23:59:60Z', undefined],
  ['2027-01-01T00:00:00+24:00', undefined],
  ['2027-01-01T00:00:00+01:60', undefined],
  ['0000-01-01T00:00:00Z', undefined],
  ['0001-01-01T00:00:00+00:01', undefined],
  ['9999-12-31T23:59:59-00:01', undefined],
  ['+010000-01-01T00:00:00Z', undefined],
  ['+002026-08-01T00:00:00Z', undefined],
  ['2026-08-01', undefined],
  ['2026-08-01T00:00:00', undefined],
  ['2026-08-01 00:00:00Z', undefined],
  ['2026-08-01T00:00:00+0200', undefined],
  ['2026-08-01T00:00:00.Z', undefined],
  ['2026-08-01T00:00:00.1234567890Z', undefined],
  ['２０２６-08-01T00:00:00Z', undefined],
  ['2026-08-01T00:00:00Z\n', undefined],
  [' 2026-08-01T00:00:00Z', undefined],
  ['2026-08-01T00:00:00Z\0', undefined],
  ['', undefined],
  ['now', undefined],
  [1_785_535_200_000, undefined],
  [true, undefined],
  [['2026-08-01T00:00:00Z'], undefined],
  [{}, undefined],
];

test('what is no instant is told with what one is', () => {
  expect(SCALARS.DateTime?.('now')).toBe(
    'Not an RFC 3339 date-time with offset. Write one that exists, such as 2026-08-01T00:00:00+02:00.',
  );
});

test.each([5, null, undefined, true, {}])('%p is no text, and of that graphql-js complains', (value) => {
  expect([SCALARS.String?.(value), SCALARS.ID?.(value)]).toEqual([undefined, undefined]);
});

test.each(TEXTS)('the text %j: %s', (text, complaint) => {
  expect([SCALARS.String?.(text), SCALARS.ID?.(text)]).toEqual([complaint, complaint]);
});

test.each(INSTANTS)('the instant %j: %s', (value, instant) => {
  expect(readInstant(value)?.toISOString()).toBe(instant);
  expect(SCALARS.DateTime?.(value)).toBe(instant === undefined ? NO_INSTANT : undefined);
});

test('each instant of the years 1 to 9999 is read as it was written', () => {
  const instants = fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z') });
  fc.assert(
    fc.property(instants, (instant) => {
      fc.pre(!Number.isNaN(instant.getTime()));
      expect(readInstant(instant.toISOString())).toEqual(instant);
    }),
  );
});

test('a text is good if it comes back from UTF-8 as it was, and holds no NUL', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) }), (text) => {
      const comesBack = Buffer.from(text, 'utf8').toString('utf8') === text;
      expect(SCALARS.String?.(text) === undefined).toBe(comesBack && !text.includes('\0'));
    }),
  );
});
