import { answerTypeFor } from './media-type';

const OWN = 'application/graphql-response+json';
const PLAIN = 'application/json';

test.each<[string | undefined, string | null]>([
  [undefined, PLAIN],
  ['', PLAIN],
  [' , ', PLAIN],
  ['*/*', PLAIN],
  ['*/* ;q=0.1', PLAIN],
  ['application/*', PLAIN],
  ['application/json', PLAIN],
  ['APPLICATION/JSON; Charset="UTF-8"', PLAIN],
  ['application/json;charset=utf-8', PLAIN],
  [OWN, OWN],
  [`${OWN}; charset=utf-8`, OWN],
  [`${OWN}, ${PLAIN}`, OWN],
  [`${PLAIN}, ${OWN}`, OWN],
  [`${OWN}, ${PLAIN};q=0.9`, OWN],
  [`${OWN};q=0.9, ${PLAIN}`, PLAIN],
  [`${OWN};q=0.5, */*`, PLAIN],
  [`${OWN}, */*;q=0.1`, OWN],
  [`${PLAIN}, */*`, PLAIN],
  [`text/html, ${PLAIN};q=0.2`, PLAIN],
  ['text/event-stream, */*;q=0.1', PLAIN],
  [`${OWN};q=0, */*`, PLAIN],
  [`${PLAIN};q=0, */*`, OWN],
  [`${PLAIN};q=0.000, application/*;q=0.001`, OWN],
  [`${OWN};q=0`, null],
  [`${PLAIN};q=0, ${OWN};q=0`, null],
  ['*/*;q=0', null],
  [`application/*;q=0, */*`, null],
  ['text/html', null],
  ['text/event-stream', null],
  ['multipart/mixed', null],
  ['application/json; charset=iso-8859-1', null],
  [`${PLAIN}; charset=utf-16, ${OWN}; charset=utf-8`, OWN],
  [`${PLAIN};q=2`, null],
  [`${PLAIN};q=much`, null],
  ['application', null],
])('%s: %s', (accept, type) => {
  expect(answerTypeFor({ accept })).toBe(type);
});

test('a header that is longer than clients need is not read', () => {
  const long = (length: number) => ({ accept: `${'a/a,'.repeat(length / 4 - 4)}application/json` });
  expect(answerTypeFor(long(500))).toBe(PLAIN);
  expect(answerTypeFor(long(504))).toBeNull();
});

test('however many different headers are sent, each is answered by its content', () => {
  for (let at = 0; at < 250; at += 1) {
    expect(answerTypeFor({ accept: `${PLAIN};q=0.${at}, ${OWN};q=0` })).toBe(at === 0 ? null : PLAIN);
    expect(answerTypeFor({ accept: OWN })).toBe(OWN);
  }
});
