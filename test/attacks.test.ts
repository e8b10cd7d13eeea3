/**
 * The attack suite: the name of each attack, and the tests that show how it fails. This file checks that each of these
 * tests exists, so a test that is renamed or removed must be changed here too.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const SUITE: Readonly<Record<string, readonly (readonly [attack: string, ...tests: readonly string[]])[]>> = {
  'gateway/identity/authenticate.test.ts': [
    ['alg=none', 'no signature at all (alg none)', 'alg none and the signature of another token'],
    ['key confusion', 'the public key as the secret of an HMAC (key confusion)', 'a key of its own in the header'],
    ['foreign issuer', 'a foreign issuer', 'a signature by a foreign key', 'an unknown key id'],
    ['expired token', 'an expiry in the past, which the answer names', 'no expiry'],
    ['altered claims', 'claims that were altered', 'another audience'],
    ['more than its kind may be', 'scopes that the kind may not have are left out', 'an LMS bound to a state'],
  ],
  'test/attacks-on-a-subgraph.test.ts': [
    ['direct call to a subgraph, unsigned', 'answers no request without a signature, whatever else it carries'],
    ['… with another key, for another subgraph', 'with another key', 'for another subgraph'],
    [
      '… replayed',
      'a request that was replayed is refused',
      'of many replays at the same time, at most one is answered',
    ],
    ['… with another body', 'a body that was altered is refused'],
    ['… with another envelope', 'an envelope that was altered is refused'],
    ['… with two envelopes', 'an envelope and a signature that are sent twice are refused'],
    ['… with what cannot be read, signed', 'what the gateway signed but cannot be read is refused with the reason'],
  ],
  'test/signatures.test.ts': [
    ['… with anything altered, by chance', 'mutated requests are refused, and no genuine one is'],
  ],
  'request/signing/signed-request.test.ts': [
    ['a MAC of fewer bits', 'with a part of the MAC', 'the MAC that is sent has 256 bits'],
    [
      'a subgraph request as another one of its client request',
      'with another counter',
      'its requests are counted, to whichever subgraph they go',
    ],
  ],
  'request/signing/sealed-request.test.ts': [
    [
      'data that passes for a request within the process',
      'not what it holds, written by hand',
      'not a structured clone',
      'not what it is as JSON',
      'not a proxy that answers for it',
      'not what another sealer gave',
    ],
  ],
  'services/subgraph/subgraph.test.ts': [
    ['bytes that are read as other bytes', 'whose bytes were exchanged for others that are read as the same text'],
  ],
  'test/walls.test.ts': [
    ['direct call to a subgraph, late', 'was signed too long ago'],
    ['two walls down, any two', 'the gateway alone stops', 'row-level security alone stops'],
  ],
  'test/foreign-inside.ts': [
    [
      'foreign authority by entity lookup',
      'the timeline of the foreign school as an entity',
      'the foreign licence as an entity',
    ],
  ],
  'test/attacks-over-http.test.ts': [
    [
      'forged Caller',
      'in the headers of the subgraph request, rightly signed',
      'in headers that proxies set',
      'extensions',
      'variables',
    ],
    ['header smuggling', 'a length and chunks', 'two lengths', 'a folded header', 'a bare line feed'],
    ['two authorization headers', 'two authorization headers never count as the stronger one'],
    ['hop-by-hop headers', 'a header that is named in “connection” still counts'],
    ['forwarded headers', 'headers of proxies change nothing'],
    ['oversized headers', 'number of headers', 'path'],
  ],
  'gateway/subgraphs/subgraph-client.test.ts': [
    ['headers of the client within', 'and no header of the client'],
    ['error leakage of a subgraph', 'is named where the answer is missing, without any detail of the failure'],
  ],
  'gateway/http/server-limits.test.ts': [
    ['slow headers', 'a client that sends headers too slowly is disconnected'],
    ['slow body', 'a client that sends a body too slowly is disconnected, and no service is asked'],
    ['answers that nobody reads', 'a client that does not read its answer is disconnected'],
  ],
  'gateway/http/fair-admission.test.ts': [
    ['pipelining', 'that sends hundreds of requests ahead is cut off, and nobody else is turned away'],
    ['parallel requests of one token', 'leave places to others, whose requests are taken into work at once'],
    ['half bodies', 'a thousand half bodies'],
    ['silent connections', 'silent connections keep nobody out: the oldest is closed'],
    ['large bodies without a token', 'a bad token is refused before the body has come', 'a body of more than 8 KB'],
  ],
  'gateway/http/fair-admission-of-bytes.test.ts': [
    ['half bodies', 'whose second half is missing hold at most half of the memory'],
    ['bodies in tiny pieces', 'in pieces of one byte are refused'],
    ['slow readers', 'hold at most half of the memory for answers', 'are cut off where their reader takes too little'],
  ],
  'gateway/identity/signature-checks.test.ts': [
    [
      'a flood of forged tokens',
      'of a flood of forged tokens from one address a bounded number is checked in each second',
    ],
  ],
  'gateway/http/http-server-refusals.test.ts': [
    ['forms and texts of foreign pages (CSRF)', 'JSON that says it is text (CSRF)', 'a preflight of a foreign page'],
    [
      'oversized body',
      'a body of more than 1 MB with a token',
      'a body without a stated length, as soon as it is too large',
    ],
  ],
  'gateway/limits/operation-limits.test.ts': [
    ['alias bomb', 'aliases that fragments hold', '800 aliases of the availability of a title'],
    ['depth bomb', 'levels that fragments make', 'a nesting that no parser bears'],
    ['fragment cycle', 'a fragment that spreads itself'],
    ['fragment bomb', 'fragments that double at each level'],
    ['directive bomb', "'directives'"],
    ['batch flood', 'a batch is refused, with the number of its operations'],
    ['list flood', 'more titles than are checked at once', 'a list that is longer than its bound'],
  ],
  'gateway/authorisation/aliases.test.ts': [
    ['an alias in the place of what the planner asks for', 'in the real supergraph the planner needs'],
  ],
  'test/attacks-by-flood.test.ts': [
    ['list floods that reach a service', 'titles in one page', "'uses'", "'holders'", 'entitlements to end'],
    ['nested variables', 'lists within lists in the variables', 'objects within objects in the extensions'],
  ],
  'test/attacks-by-content.test.ts': [
    ['__proto__ names', 'as an alias', 'as a key of the body', 'as a variable, a fragment', 'as an id, a number'],
    ['introspection in production', 'inaccessible parts of the schema cannot be queried'],
    ['_entities and _service over HTTP', '{ _service { sdl } }', '_entities(representations'],
    ['hints of misspelt names', 'a misspelling gets no hint of existing names'],
    ['error leakage of the database', 'is refused or not found, and nothing of the database is revealed'],
  ],
  'test/attacks-on-the-pool.test.ts': [
    ['connections that are kept busy by refused operations', 'no connection stays in use'],
  ],
  'test/foreign-authority.ts': [
    ['foreign authority by number', 'a school by number', 'an authority by number'],
    ['… by id', 'an entitlement by id', 'the availability of a title at a school'],
    ['… by search text', 'a licence by its number, in a search', 'a licence by a part of its name'],
    ['… by preview', 'a preview of a foreign assignment', 'a preview of ending a foreign entitlement'],
    ['… by ids in mutations', 'ending one’s own entitlement, and a foreign one beside it', 'releasing a foreign seat'],
  ],
  'test/attacks-on-a-foreign-authority.test.ts': [
    ['… by filter and by count', 'schools, licences and prices, whatever the filter and the page'],
    ['… by sums of uses', 'the uses of a title, though both cities used it'],
    [
      '… by cursor of another caller',
      'of the list of licences gives one’s own list only',
      'is refused at another school',
    ],
    ['… by idempotency key of another caller', 'reveals nothing of the other’s answer, and changes nothing in it'],
    ['… by a difference of messages', 'as if it did not exist'],
    ['… by a difference of time', 'takes the same statements, with the same rows'],
    ['more than the scopes of a token, by another way to the data', 'to take seats does so, and reads nothing'],
  ],
  'gateway/authorisation/scopes-by-path.test.ts': [['… by any way at all', 'no path demands less']],
  'gateway/identity/claims.test.ts': [
    [
      'a subject that breaks what it is written into',
      'a NUL',
      'a high surrogate alone',
      'a mark that turns the direction',
    ],
  ],
  'gateway/subgraphs/breaker.test.ts': [
    [
      'failures that shut others out',
      'failures of one caller do not shut out others',
      'fewer than three callers never open it',
    ],
  ],
  'services/subgraph/database/session-connections.test.ts': [
    [
      'slow statements that hold all connections',
      'one caller’s slow statements hold about a third of them at the most',
    ],
  ],
  'test/clock.test.ts': [['a clock that dates back', 'is refused, nothing is written, and the log says why']],
  'test/former-authority.test.ts': [['by what was once one’s own', 'leaves out those of the former authority']],
  'test/roles.test.ts': [
    ['SQL as the role of a service', 'owns nothing, makes nothing, and reads no other service’s tables'],
  ],
  'test/authority.test.ts': [
    ['anything at all, by chance', 'never see a value of an authority out of their reach, and change nothing there'],
  ],
};

/** Files that are not test files: the list that such a file holds, and the test file that runs the list. */
const LISTS: Readonly<Record<string, { readonly list: string; readonly runBy: string }>> = {
  'test/foreign-inside.ts': { list: 'INSIDE', runBy: 'test/walls.test.ts' },
  'test/foreign-authority.ts': { list: 'ATTACKS', runBy: 'test/attacks-on-a-foreign-authority.test.ts' },
};

describe.each(Object.entries(SUITE))('%s shows', (file, attacks) => {
  const text = LISTS[file] ? listIn(file, LISTS[file].list) : readFileSync(file, 'utf8');
  test.each(attacks)('%s', (_, ...tests) => {
    expect(tests.filter((name) => !text.includes(name))).toEqual([]);
  });
});

test('each file that is not a test file holds a list that a test file runs', () => {
  expect(Object.keys(SUITE).filter((file) => !file.endsWith('.test.ts'))).toEqual(Object.keys(LISTS));
});

test.each(Object.entries(LISTS))('all of the list in %s is run', (file, { list, runBy }) => {
  const text = readFileSync(runBy, 'utf8');
  expect(text).toMatch(
    new RegExp(`^import \\{[^}]*\\b${list}\\b[^}]*\\} from './${path.basename(file, '.ts')}';$`, 'm'),
  );
  expect(text).toMatch(new RegExp(`^ *test\\.each\\((${list}|\\[[^\\]]*\\.\\.\\.${list}\\b[^\\]]*\\])\\)\\(`, 'm'));
});

function listIn(file: string, list: string): string {
  const text = readFileSync(file, 'utf8');
  const start = text.search(new RegExp(`^export const ${list}\\b`, 'm'));
  return start < 0 ? '' : text.slice(start, text.indexOf('\n];', start));
}
