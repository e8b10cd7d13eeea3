/** Variables that are dear to read or to answer: lists, words, depth; and answers that are larger than their question. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Assault, Attack } from './attack';
import { ask, bearer, hold, press, requestBytes } from './press';
import * as texts from './texts';

const CONNECTIONS = 16;
const many = <Item>(count: number, item: (at: number) => Item) => Array.from({ length: count }, (_, at) => item(at));
const word = () => randomBytes(4).toString('hex');
const some = <Item>(items: readonly Item[]) => items[Math.floor(Math.random() * items.length)] as Item;

/** What stands in many titles, so that every word is looked for in earnest. */
const COMMON = 'der die das und von im in mit für auf zu den eine ein des dem als aus bei nach über unter'.split(' ');
const LETTERS = 'abcdefghijklmnoprstuvw'.split('');

function attack(
  name: string,
  sends: string,
  token: Attack['token'],
  shot: (assault: Assault) => ReturnType<typeof ask>,
  connections = CONNECTIONS,
): Attack {
  return { name, sends, token, run: (assault) => press(assault, connections, () => shot(assault)) };
}

/** A body that is written by hand, where no object can be made of it. */
function raw(assault: Assault, body: string | Buffer) {
  return { headers: bearer(assault.token), body };
}

export const ATTACKS_BY_VALUES: readonly Attack[] = [
  attack('10000-subjects', '10,000 filter.subjects', 'lms', (assault) =>
    ask(assault, texts.SUBJECTS, { subjects: many(10_000, word) }),
  ),
  attack('500-words', '500 words in a search for titles', 'lms', (assault) =>
    ask(assault, texts.SEARCH, { words: many(500, () => some(COMMON)).join(' ') }),
  ),
  attack('500-words-of-staff', '500 words in a search for licences', 'licensing', (assault) =>
    ask(assault, texts.LICENCES, { words: many(500, () => some(COMMON)).join(' ') }),
  ),
  attack('100-letters', '100 words of one letter', 'lms', (assault) =>
    ask(assault, texts.SEARCH, { words: many(100, () => some(LETTERS)).join(' ') }),
  ),
  attack('20-searches', '20 searches in one request', 'lms', (assault) =>
    ask(assault, texts.searches(many(20, () => `${some(LETTERS)} ${some(LETTERS)} ${some(COMMON)}`))),
  ),
  attack('wrong-values', '10,000 values of a wrong type in a list', 'lms', (assault) =>
    ask(assault, texts.CHECK_ACCESS, { number: assault.ground.schools[0], ids: many(10_000, (at) => ({ at })) }),
  ),
  attack('long-cursor', 'a cursor of 900 KB', 'lms', (assault) =>
    ask(assault, 'query ($after: String) { titles(first: 1, after: $after) { totalCount } }', {
      after: randomBytes(675_000).toString('base64url'),
    }),
  ),
  attack('90000-variables', '1 MB of JSON with 90,000 variables', 'lms', (assault) => raw(assault, manyVariables())),
  attack('90000-variables-without-token', '1 MB of JSON with 90,000 variables', 'none', (assault) =>
    raw(assault, manyVariables()),
  ),
  attack('deep-json', '500,000 lists within each other in the body', 'lms', (assault) =>
    raw(assault, `{"query":"{__typename}","variables":{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}}`),
  ),
  attack('deep-json-without-token', '500,000 lists within each other in the body', 'none', (assault) =>
    raw(assault, `{"query":"{__typename}","variables":{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}}`),
  ),
  attack('deep-lists', '2,000 lists within each other as a variable that is declared', 'lms', (assault) =>
    raw(
      assault,
      JSON.stringify({ query: texts.CHECK_ACCESS, variables: { number: '1', ids: 0 } }).replace(
        /0\}\}$/,
        `${'['.repeat(2_000)}${']'.repeat(2_000)}}}`,
      ),
    ),
  ),
  attack('large-numbers', 'a number of 900,000 digits as a variable', 'lms', (assault) =>
    raw(
      assault,
      `{"query":"query ($first: Int!) { titles(first: $first) { totalCount } }","variables":{"first":${'9'.repeat(900_000)}}}`,
    ),
  ),
  attack('invalid-utf8', '1 MB of bytes that are no text', 'lms', (assault) => raw(assault, randomBytes(1_000_000))),
  attack('long-strings', '1 MB of text as the number of a school', 'lms', (assault) =>
    ask(assault, texts.CHECK_ACCESS, { number: '9'.repeat(900_000), ids: ['1'] }),
  ),
  attack('descriptions', '50 names for the description of 200 titles: some 100 MB', 'lms', (assault) =>
    ask(assault, texts.descriptions(`a${assault.unique()}`)),
  ),
  {
    name: 'unread-answers',
    sends: '80 connections ask for large answers, 20 each, and read nothing',
    token: 'lms',
    run: (assault) =>
      hold(assault, 80, async (socket) => {
        socket.pause();
        const body = JSON.stringify({ query: texts.descriptions('a') });
        socket.write(requestBytes(assault.token, body).repeat(20));
      }),
  },
  attack(
    'cold-timelines',
    '20 schools of a state in one request, each at an instant of its own',
    'operator',
    (assault) => {
      const at = () => new Date(Date.now() - Math.random() * 3e10).toISOString();
      const pages = many(
        20,
        (n) =>
          `s${n}:school(number:"${some(assault.ground.allSchools)}"){licensedTitles(first:5,at:"${at()}"){edges{node{id}}}}`,
      );
      return ask(assault, `{${pages.join(' ')}}`);
    },
  ),
  attack('aliased-mutations', '20 seats asked for in one request', 'lms', (assault) => {
    const { schools, titles } = assault.ground;
    const seats = many(
      20,
      (n) => `s${n}:acquireSeat(input:{school:"NW:${some(schools)}",title:"${some(titles)}"}){outcome reason}`,
    );
    return ask(assault, `mutation{${seats.join(' ')}}`);
  }),
  attack('assign-previews', 'a preview of 10,000 assignments', 'licensing', (assault) => {
    const { licences, schools } = assault.ground;
    const chosen = licences.slice(0, Math.max(1, Math.floor(10_000 / schools.length)));
    const holders = schools
      .slice(0, Math.floor(10_000 / chosen.length))
      .map((id) => ({ level: 'SCHOOL', id: `NW:${id}` }));
    return ask(assault, texts.ASSIGN, { licences: chosen, holders });
  }),
  attack('largest-batches', '1,000 uses in one request', 'lms', (assault) => {
    const { schools, titles } = assault.ground;
    const usedAt = new Date(Date.now() - Math.random() * 3e10).toISOString();
    const events = many(1_000, () => ({
      id: randomUUID(),
      school: `NW:${some(schools)}`,
      title: some(titles),
      action: 'VIEW',
      usedAt,
    }));
    return ask(assault, texts.RECORD, { events });
  }),
];

function manyVariables(): string {
  return `{"query":"{__typename}","variables":{${many(90_000, (at) => `"v${at}":1`).join(',')}}}`;
}
