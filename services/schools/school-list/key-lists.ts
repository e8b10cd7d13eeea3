/** The ministry's key lists beside the school list: who the authorities are, and what the school forms are called. */
import { z } from 'zod';
import { line, lineOrNull } from '../../import-file/fields';
import { readXmlRecords, type XmlForm } from '../../import-file/xml-records';
import { authoritiesBy, formsBy, type ListedAuthority, type ListedForm, type Part } from './school-list';

const AUTHORITIES: XmlForm = {
  name: 'the key list of authorities',
  root: 'Traegerdaten',
  element: 'Traeger',
  fields: [
    'Traegernummer',
    'Traegerbezeichnung_1',
    'Traegerbezeichnung_2',
    'Traegerbezeichnung_3',
    'Kurzbezeichnung',
    'PLZ',
    'Ort',
    'Strasse',
    'Telefonvorwahl',
    'Telefon',
    'Faxvorwahl',
    'Fax',
  ],
};

const SCHOOL_FORMS: XmlForm = {
  name: 'the key list of school forms',
  root: 'Daten',
  element: 'Schulform',
  fields: ['Schluessel', 'Bezeichnung'],
};

const optional = lineOrNull().optional();

const authority = z
  .object({
    Traegernummer: z
      .string()
      .trim()
      .regex(/^\d{1,10}$/, 'must be a number of up to ten digits'),
    Traegerbezeichnung_1: optional,
    Traegerbezeichnung_2: optional,
    Traegerbezeichnung_3: optional,
    Kurzbezeichnung: optional,
    PLZ: optional,
    Ort: optional,
  })
  .transform((entry): ListedAuthority => {
    const parts = [entry.Traegerbezeichnung_1, entry.Traegerbezeichnung_2, entry.Traegerbezeichnung_3];
    const name = parts.filter(Boolean).join(' ') || entry.Kurzbezeichnung || null;
    return { number: entry.Traegernummer, name, postcode: entry.PLZ || null, city: entry.Ort || null };
  });

const schoolForm = z
  .object({
    Schluessel: z
      .string()
      .trim()
      .regex(/^[0-9A-Z]{1,3}$/, 'must be a key such as 02'),
    Bezeichnung: line(),
  })
  .transform(({ Schluessel: code, Bezeichnung: name }): ListedForm => ({ code, name }));

/** Reads `key_traeger.xml`. */
export function readAuthorities(file: string): Part<ListedAuthority> {
  return { file, records: readXmlRecords(file, AUTHORITIES), kind: authoritiesBy(authority) };
}

/** Reads `key_schulformschluessel.xml`. */
export function readSchoolForms(file: string): Part<ListedForm> {
  return { file, records: readXmlRecords(file, SCHOOL_FORMS), kind: formsBy(schoolForm) };
}
