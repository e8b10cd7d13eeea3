/** The ministry's key lists beside the school list: who the authorities are, and what the school forms are called. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { ImportRefused } from '../../import-file/refusal';
import { decodeText } from '../../import-file/text';
import type { ListedAuthority } from './school-list';

type Entry = Readonly<Record<string, string>>;

/** `key_traeger.xml`, by number. @throws ImportRefused where it is no such file */
export function readAuthorities(bytes: Buffer): Map<string, ListedAuthority> {
  const entries = readEntries(bytes, 'Traegerdaten', 'Traeger', 'Traegernummer');
  return new Map(
    entries.map((entry) => {
      const number = entry.Traegernummer ?? '';
      const parts = [entry.Traegerbezeichnung_1, entry.Traegerbezeichnung_2, entry.Traegerbezeichnung_3];
      const name = parts.filter(Boolean).join(' ') || entry.Kurzbezeichnung || null;
      return [number, { number, name, postcode: entry.PLZ || null, city: entry.Ort || null }];
    }),
  );
}

/** `key_schulformschluessel.xml`: names by key. @throws ImportRefused where it is no such file */
export function readSchoolForms(bytes: Buffer): Map<string, string> {
  const entries = readEntries(bytes, 'Daten', 'Schulform', 'Schluessel');
  return new Map(entries.map((entry) => [entry.Schluessel ?? '', entry.Bezeichnung ?? '']));
}

function readEntries(bytes: Buffer, root: string, element: string, key: string): Entry[] {
  const text = decodeText(bytes);
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new ImportRefused([{ line: valid.err.line, reason: `not XML: ${valid.err.msg}` }]);
  const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, isArray: (name) => name === element });
  const entries: unknown = parser.parse(text)?.[root]?.[element];
  if (!Array.isArray(entries) || !entries.every((entry) => typeof entry?.[key] === 'string' && entry[key] !== '')) {
    throw new ImportRefused([
      {
        line: null,
        reason: `this is not the key list: it must hold <${root}> with <${element}> elements, each with its <${key}>`,
      },
    ]);
  }
  return entries as Entry[];
}
