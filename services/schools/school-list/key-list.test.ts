/** Key lists, which name authorities and school forms. */

import { fileOf, problemsOf, staged } from '../../../test/staged-files';
import { MAX_RECORD_LENGTH } from '../../import-file/file-record';
import { readAuthorities } from './key-lists';

describe('a key list', () => {
  const entry = (number: string, name = 'Stadt', more = '') =>
    `<Traeger>\n<Traegernummer>${number}</Traegernummer><Traegerbezeichnung_1>${name}</Traegerbezeichnung_1>${more}</Traeger>`;
  const list = (...entries: string[]) =>
    `<?xml version="1.0"?>\n<Traegerdaten>\n${entries.join('\n')}\n</Traegerdaten>`;
  const laughs = '<!DOCTYPE Traegerdaten [\n<!ENTITY a "ha">\n<!ENTITY b "&a;&a;">\n]>\n';

  test('may contain plain text, the predefined entities of XML, and CDATA', async () => {
    const found = await staged(readAuthorities(fileOf(list(entry('1', 'A &amp; <![CDATA[B <b>]]> &#x43;')))));
    expect(found).toMatchObject([{ number: '1', name: 'A & B <b> C', line: 3 }]);
  });

  test.each([
    ['that is not XML', '<Traegerdaten>\n<Traeger>\n</Traegerdaten>', 'line 3: not XML: unexpected close tag.'],
    [
      'that is another list',
      '<Daten><Schulform><Schluessel>02</Schluessel></Schulform></Daten>',
      'line 1: this is not the key list of authorities: it must hold <Traegerdaten> with <Traeger> elements',
    ],
    [
      'without an entry',
      list(),
      'this is not the key list of authorities: it must hold <Traegerdaten> with <Traeger> elements',
    ],
    [
      'with entities of its own',
      laughs + list(entry('1', '&b;')),
      'line 1: a DOCTYPE is not taken, and no entities of its own; write the values themselves and remove it',
    ],
    ['with an unknown entity', list(entry('1', '&b;')), 'line 4: not XML: undefined entity.'],
    [
      'with markup in a name',
      list(entry('1', 'Stadt <b>Köln</b>')),
      'line 4: <b> is not expected in <Traegerbezeichnung_1>, which holds text; write “<” as &lt;',
    ],
    [
      'with another element',
      list(entry('1'), '<Schule/>'),
      'line 5: <Schule> is not expected in <Traegerdaten>, only <Traeger>',
    ],
    [
      'with another field',
      list(entry('1', 'A', '<Farbe>rot</Farbe>')),
      expect.stringMatching(/^line 4: <Farbe> is not expected in <Traeger>, only Traegernummer, Traegerbezeichnung_1/),
    ],
    [
      'with a field twice',
      list(entry('1', 'A', '<PLZ>1</PLZ><PLZ>2</PLZ>')),
      'line 4: <PLZ> stands in its <Traeger> twice',
    ],
    [
      'with a text that never ends',
      list(entry('1'), entry('2', 'x'.repeat(MAX_RECORD_LENGTH))),
      'line 5: the record is longer than 4,194,304 characters; split it, or close what is left open in it',
    ],
    ['with text elsewhere', list(entry('1', 'A', 'B')), 'line 3: text stands outside of a field'],
    [
      'with a number twice',
      list(entry('1'), entry('2'), entry('1')),
      'line 7: the authority number 1 stands in line 3 already',
    ],
    ['without a number', list('<Traeger/>'), 'line 3: Traegernummer: is missing'],
  ])('%s is refused', async (_what, content, problem) => {
    expect(await problemsOf(readAuthorities(fileOf(content)))).toEqual([problem]);
  });
});
