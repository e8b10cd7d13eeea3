/** What a broken or hostile subgraph may answer to a question for `favourite { id }` of one entity. For tests. */

export interface Malformed {
  readonly name: string;
  /** The body as it comes over HTTP. */
  readonly body: string | Buffer;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where the error is reported; at `school.favourite` where it is left out. */
  readonly place?: readonly string[];
  /** What the answer still has of the favourite; null where it is left out. */
  readonly favourite?: object;
  /** Set where the answer is valid after all. */
  readonly isFine?: boolean;
}

const entity = (text: string) => `{"data":{"_entities":[${text}]}}`;
const favourite = (text: string) => entity(`{"favourite":${text}}`);
const errors = (text: string, data = 'null') => `{"data":${data},"errors":${text}}`;
const deep = (levels: number, inner = '1') => `${'['.repeat(levels)}${inner}${']'.repeat(levels)}`;
const ID = ['school', 'favourite', 'id'];
const GOOD = { favourite: { id: 't1' } };
const GOOD_DATA = '{"_entities":[{"favourite":{"id":"t1"}}]}';

export const MALFORMED: readonly Malformed[] = [
  // No answer at all.
  { name: 'nothing', body: '' },
  { name: 'HTML', body: '<html>no</html>' },
  { name: 'a text', body: '"abc"' },
  { name: 'a number', body: '5' },
  { name: 'null', body: 'null' },
  { name: 'a list', body: '[]' },
  { name: 'an empty object', body: '{}' },
  { name: 'half an answer', body: '{"data":{"_entities":[{"favour' },
  { name: 'something after the answer', body: `${favourite('{"id":"t1"}')} x` },
  { name: 'a byte order mark', body: `\ufeff${favourite('{"id":"t1"}')}` },
  { name: 'bytes that are no UTF-8', body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) },
  { name: 'two answers', body: favourite('{"id":"t1"}').repeat(2) },
  { name: 'packed bytes that are none', body: 'abc', headers: { 'content-encoding': 'gzip' } },
  { name: 'a fault', status: 500, body: favourite('{"id":"t1"}') },
  { name: 'nothing, on purpose', status: 204, body: '' },
  { name: 'another place', status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' },
  { name: 'a refusal', status: 401, body: '{"errors":[{"message":"no"}]}' },
  { name: 'that it is another thing', status: 418, body: 'teapot' },
  // Data of the wrong form.
  { name: 'data null, without errors', body: '{"data":null}' },
  { name: 'data that are a text', body: '{"data":"abc"}' },
  { name: 'data that are a number', body: '{"data":5}' },
  { name: 'data that are false', body: '{"data":false}' },
  { name: 'data that are a list', body: '{"data":[]}' },
  { name: 'data of 20,000 levels', body: `{"data":${deep(20_000)}}` },
  { name: 'data without what was asked', body: '{"data":{}}' },
  { name: 'entities null', body: '{"data":{"_entities":null}}' },
  { name: 'entities that are an object', body: '{"data":{"_entities":{}}}' },
  { name: 'entities that are a text', body: '{"data":{"_entities":"a"}}' },
  { name: 'fewer entities', body: '{"data":{"_entities":[]}}' },
  { name: 'more entities', body: entity('{"favourite":null},{"favourite":null}') },
  { name: 'an entity that is a number', body: entity('5') },
  { name: 'an entity that is a text', body: entity('"abc"') },
  { name: 'an entity that is false', body: entity('false') },
  { name: 'an entity that is a list', body: entity('[]') },
  { name: 'an entity of another type', body: entity('{"__typename":"Title","favourite":{"id":"t1"}}') },
  { name: 'an entity of no type', body: entity('{"__typename":"Nobody","favourite":{"id":"t1"}}') },
  { name: 'an entity whose type is a number', body: entity('{"__typename":5,"favourite":{"id":"t1"}}') },
  { name: 'an entity whose type is an object', body: entity('{"__typename":{"toString":5},"favourite":null}') },
  { name: 'an entity whose type is null', body: entity('{"__typename":null,"favourite":{"id":"t1"}}'), isFine: true },
  // Values that do not fit their types.
  { name: 'a field left out', body: entity('{}') },
  { name: 'another field', body: entity('{"id":"t1"}') },
  { name: 'a number for an object', body: favourite('5') },
  { name: 'a text for an object', body: favourite('"abc"') },
  { name: 'false for an object', body: favourite('false') },
  { name: 'a list for an object', body: favourite('[{"id":"t1"}]') },
  { name: 'an object of another type', body: favourite('{"__typename":"School","id":"t1"}') },
  { name: 'an object whose type is null', body: favourite('{"__typename":null,"id":"t1"}') },
  { name: 'an object whose type is a list', body: favourite('{"__typename":[],"id":"t1"}') },
  { name: 'an object whose type is an interface', body: favourite('{"__typename":"Medium","id":"t1"}') },
  { name: 'an object whose type is a scalar', body: favourite('{"__typename":"String","id":"t1"}') },
  { name: 'an empty object for an object', body: favourite('{}'), place: ID },
  { name: 'null where it may not be', body: favourite('{"id":null}'), place: ID },
  { name: 'an object for an id', body: favourite('{"id":{}}'), place: ID },
  { name: 'a list for an id', body: favourite('{"id":["t1"]}'), place: ID },
  { name: 'true for an id', body: favourite('{"id":true}'), place: ID },
  { name: 'a number that is too large', body: favourite('{"id":1e400}'), place: ID },
  { name: 'a number with a fraction for an id', body: favourite('{"id":1.5}'), place: ID },
  { name: '20,000 levels for an id', body: favourite(`{"id":${deep(20_000)}}`), place: ID },
  { name: '20,000 levels for an object', body: favourite(deep(20_000)) },
  { name: 'keys of all objects', body: entity('{"__proto__":{"favourite":5},"constructor":5,"toString":5}') },
  { name: 'a key twice, the last one wrong', body: favourite('{"id":"t1","id":[]}'), place: ID },
  { name: 'a key twice', body: favourite('{"id":[],"id":"t1"}'), isFine: true },
  { name: 'more than was asked', body: favourite('{"id":"t1","more":[1,{"a":null}]}'), isFine: true },
  {
    name: 'another content type',
    body: favourite('{"id":"t1"}'),
    headers: { 'content-type': 'text/html' },
    isFine: true,
  },
  // Errors of the wrong form.
  { name: 'errors that are an object', body: errors('{}') },
  { name: 'errors that are a text', body: errors('"abc"') },
  { name: 'errors that are a number, beside data', body: errors('5', GOOD_DATA) },
  { name: 'no errors, and no data', body: errors('[]') },
  { name: 'an error that is null', body: errors('[null]') },
  { name: 'an error that is a text', body: errors('["abc"]') },
  { name: 'an error that is a list', body: errors('[[]]') },
  { name: 'an error without a message', body: errors('[{}]') },
  { name: 'an error whose message is a number', body: errors('[{"message":5}]') },
  { name: 'an error whose path is a number', body: errors('[{"message":"no","path":5}]') },
  { name: 'an error whose path holds null', body: errors('[{"message":"no","path":[null]}]') },
  { name: 'an error whose path holds an object', body: errors('[{"message":"no","path":["_entities",0,{}]}]') },
  { name: 'an error whose path holds a negative index', body: errors('[{"message":"no","path":["_entities",-1]}]') },
  { name: 'an error whose path has no end', body: errors(`[{"message":"no","path":[${'0,'.repeat(100_000)}0]}]`) },
  { name: 'an error whose extensions are a number', body: errors('[{"message":"no","extensions":5}]') },
  { name: 'an error whose code is a number', body: errors('[{"message":"no","extensions":{"code":5}}]') },
  { name: 'an error whose code is an object', body: errors('[{"message":"no","extensions":{"code":{"toString":5}}}]') },
  {
    name: 'an error that says which other service it is of',
    body: errors('[{"message":"no","extensions":{"code":"SUBGRAPH_UNAVAILABLE","service":{"a":1},"retryAfter":-1}}]'),
  },
  { name: 'an error that is null, beside data', body: errors('[null]', GOOD_DATA), place: ['school'], ...GOOD },
  {
    name: 'an error without a place, beside data',
    body: errors('[{"message":5}]', GOOD_DATA),
    place: ['school'],
    ...GOOD,
  },
];
