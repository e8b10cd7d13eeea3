/** Attacks by variables that are expensive to read or to answer: long lists, many words, deep nesting. */
import { randomBytes, randomUUID } from 'node:crypto';
import { type Assault, type RequestAttack, type Shot, twice } from './attack';
import { ask, bearer } from './load';
import * as texts from './texts';

const CONNECTIONS = 16;
const many = <Item>(count: number, item: (at: number) => Item) => Array.from({ length: count }, (_, at) => item(at));
const word = () => randomBytes(4).toString('hex');
const some = <Item>(items: readonly Item[]) => items[Math.floor(Math.random() * items.length)] as Item;

/** Words that many titles have, so that each of them causes a real search. */
const COMMON = 'der die das und von im in mit für auf zu den eine ein des dem als aus bei nach über unter'.split(' ');
const LETTERS = 'abcdefghijklmnoprstuvw'.split('');

function values(
  name: string,
  sends: string,
  token: RequestAttack['token'],
  size: number,
  shot: (assault: Assault, size: number) => Shot,
): RequestAttack {
  return { name, sends, token, size, connections: CONNECTIONS, shot };
}

/** A body as text, where no object could be serialised to it. */
function raw({ token }: Assault, body: string | Buffer): Shot {
  return { headers: bearer(token), body };
}

const WORDS: readonly RequestAttack[] = [
  ...twice(
    values('10000-subjects', '10,000 filter.subjects', 'lms', 10_000, (assault, size) =>
      ask(assault, texts.SUBJECTS, { subjects: many(size, word) }),
    ),
  ),
  ...twice(
    values('500-words', '500 words in a search for titles', 'lms', 500, (assault, size) =>
      ask(assault, texts.SEARCH, { words: many(size, () => some(COMMON)).join(' ') }),
    ),
  ),
  ...twice(
    values('500-words-of-staff', '500 words in a search for licences', 'licensing', 500, (assault, size) =>
      ask(assault, texts.LICENCES, { words: many(size, () => some(COMMON)).join(' ') }),
    ),
  ),
  ...twice(
    values('100-letters', '100 words of one letter', 'lms', 100, (assault, size) =>
      ask(assault, texts.SEARCH, { words: many(size, () => some(LETTERS)).join(' ') }),
    ),
  ),
  ...twice(
    values('20-searches', '20 searches in one request', 'lms', 200, (assault, size) =>
      ask(
        assault,
        texts.searches(
          size,
          many(20, () => `${some(LETTERS)} ${some(LETTERS)} ${some(COMMON)}`),
        ),
      ),
    ),
  ),
  ...twice(
    values(
      '20-searches-of-100-letters',
      '20 searches of 100 letters each in one request',
      'lms',
      100,
      (assault, size) =>
        ask(
          assault,
          texts.searches(
            1,
            many(20, () => many(size, () => some(LETTERS)).join(' ')),
          ),
        ),
    ),
  ),
];

const JSON_VALUES: readonly RequestAttack[] = [
  values('wrong-values', '10,000 values of a wrong type in a list', 'lms', 10_000, (assault, size) =>
    ask(assault, texts.CHECK_ACCESS, { number: assault.fixture.schools[0], ids: many(size, (at) => ({ at })) }),
  ),
  values('long-cursor', 'a cursor of 900 KB', 'lms', 675_000, (assault, size) =>
    ask(assault, 'query ($after: String) { titles(first: 1, after: $after) { totalCount } }', {
      after: randomBytes(size).toString('base64url'),
    }),
  ),
  values('90000-variables', '1 MB of JSON with 90,000 variables', 'lms', 90_000, manyVariables),
  values('90000-variables-without-token', '1 MB of JSON with 90,000 variables', 'none', 90_000, manyVariables),
  values('deep-json', '500,000 lists within each other in the body', 'lms', 500_000, deepVariable),
  values('deep-json-without-token', '500,000 lists within each other in the body', 'none', 500_000, deepVariable),
  values(
    'deep-lists',
    '2,000 lists within each other as a variable that is declared',
    'lms',
    2_000,
    (assault, size) => {
      const query = JSON.stringify(texts.CHECK_ACCESS);
      const ids = `${'['.repeat(size)}${']'.repeat(size)}`;
      return raw(assault, `{"query":${query},"variables":{"number":"1","ids":${ids}}}`);
    },
  ),
  values('large-numbers', 'a number of 900,000 digits as a variable', 'lms', 900_000, (assault, size) => {
    const query = 'query ($first: Int!) { titles(first: $first) { totalCount } }';
    return raw(assault, `{"query":"${query}","variables":{"first":${'9'.repeat(size)}}}`);
  }),
  values('invalid-utf8', '1 MB of bytes that are no text', 'lms', 1_000_000, (assault, size) =>
    raw(assault, randomBytes(size)),
  ),
  values('long-strings', '1 MB of text as the number of a school', 'lms', 900_000, (assault, size) =>
    ask(assault, texts.CHECK_ACCESS, { number: '9'.repeat(size), ids: ['1'] }),
  ),
];

const WORK: readonly RequestAttack[] = [
  ...twice(
    values('descriptions', 'names for the description of 200 titles, 10 KB each: 100 MB', 'lms', 50, (assault, size) =>
      ask(assault, texts.descriptions(size, 200, `a${assault.unique()}`)),
    ),
  ),
  ...twice(
    values(
      'cold-timelines',
      '20 schools of a state in one request, at instants of their own',
      'operator',
      20,
      (assault, size) => {
        const at = () => new Date(Date.now() - Math.random() * 3e10).toISOString();
        const page = (n: number) =>
          `s${n}:school(number:"${some(assault.fixture.allSchools)}"){licensedTitles(first:5,at:"${at()}"){edges{node{id}}}}`;
        return ask(assault, `{${many(size, page).join(' ')}}`);
      },
    ),
  ),
  ...twice(
    values('aliased-mutations', '20 seats asked for in one request', 'lms', 20, (assault, size) => {
      const { schools, titles } = assault.fixture;
      const seat = (n: number) =>
        `s${n}:acquireSeat(input:{school:"NW:${some(schools)}",title:"${some(titles)}"}){outcome reason}`;
      return ask(assault, `mutation{${many(size, seat).join(' ')}}`);
    }),
  ),
  ...twice(
    values('assign-previews', 'previews of 10,000 assignments', 'licensing', 10_000, (assault, size) => {
      const { licences, schools } = assault.fixture;
      const chosen = licences.slice(0, Math.max(1, Math.ceil(size / schools.length)));
      const holders = schools.slice(0, Math.floor(size / chosen.length) || 1);
      return ask(assault, texts.ASSIGN, {
        licences: chosen,
        holders: holders.map((number) => ({ level: 'SCHOOL', id: `NW:${number}` })),
      });
    }),
  ),
  values('package-previews', 'previews of a package with 10,000 titles more', 'licensing', 10_000, (assault, size) => {
    const { package: own, titleNumbers } = assault.fixture;
    // No title is named twice for the same time.
    const from = (at: number) => new Date(Date.UTC(2100 + Math.floor(at / titleNumbers.length), 0)).toISOString();
    const until = (at: number) => new Date(Date.UTC(2100 + Math.floor(at / titleNumbers.length), 6)).toISOString();
    const titles = many(size, (at) => ({
      title: titleNumbers[at % titleNumbers.length],
      ...(at >= titleNumbers.length && { from: from(at), until: until(at) }),
    }));
    return ask(assault, texts.AMEND_PACKAGE, { package: own, titles });
  }),
  ...twice(
    values('first-differences', '20 differences that begin with nothing, in one request', 'lms', 20, (assault, size) =>
      ask(assault, texts.changes(many(size, () => some(assault.fixture.schools)))),
    ),
  ),
  ...twice(
    values('largest-batches', '10,000 uses in one request', 'lms', 10_000, (assault, size) => {
      const { schools, titles } = assault.fixture;
      const usedAt = new Date(Date.now() - Math.random() * 3e10).toISOString();
      const use = () => ({ school: `NW:${some(schools)}`, title: some(titles), action: 'VIEW', usedAt });
      return ask(assault, texts.RECORD, { events: many(size, () => ({ id: randomUUID(), ...use() })) });
    }),
  ),
];

export const ATTACKS_BY_VALUES: readonly RequestAttack[] = [...WORDS, ...JSON_VALUES, ...WORK];

function manyVariables(assault: Assault, size: number): Shot {
  const variables = many(size, (at) => `"v${at}":1`).join(',');
  return raw(assault, `{"query":"{__typename}","variables":{${variables}}}`);
}

function deepVariable(assault: Assault, size: number): Shot {
  return raw(assault, `{"query":"{__typename}","variables":{"a":${'['.repeat(size)}${']'.repeat(size)}}}`);
}
