/**
 * Reads answers of ARIX (Antares Repository Interface/XML): a `<result>` with elements `<r>`, a single `<record>`, or
 * the pages of a harvest. Each record has its fields as `<f n="titel">…</f>`, with names in upper or lower case.
 */
import { z } from 'zod';
import type { XmlElement, XmlRecords } from '../../../import-file/xml-elements';
import { refused } from '../delivery/convert-values';

export interface ArixRecord {
  readonly identifier: string;
  /** The fields by their names in lower case, with trimmed values. Empty values and dates of zeros are left out. */
  readonly fields: Readonly<Record<string, string>>;
}

const named =
  (...names: string[]) =>
  (name: string) =>
    names.includes(name.toLowerCase());

export const ARIX_RECORDS: XmlRecords = {
  form: 'an answer of ARIX: it must be <result> with <r> elements, or <record>',
  isRoot: named('result', 'record'),
  isRecord: named('r', 'record'),
};

const NO_DATE = '0000-00-00';
/** The largest length of a field other than `text`, because longer ones would take too long to parse. */
const LONGEST = 2_000;

/** The fields whose texts are parsed. */
const READ = new Set(['adressat', 'geb', 'laenge', 'lieferant', 'produ', 'schlag', 'sprache', 'url']);

export const arixRecord = z.custom<XmlElement>().transform((element, context): ArixRecord => {
  const [identifier] = valuesOf(element, 'identifier');
  if (!identifier) return refused(context, `<${element.name}> has no attribute “identifier”`);
  const fields: Record<string, string> = {};
  for (const field of element.elements) {
    const [name] = valuesOf(field, 'n');
    if (field.name.toLowerCase() !== 'f' || !name)
      return refused(context, `<${field.name}> in line ${field.line} is not expected, only <f n="…">`);
    if (field.elements.length > 0) return refused(context, `the field “${name}” holds an element; write “<” as &lt;`);
    const value = field.text.trim();
    if (value.length > LONGEST && READ.has(name.toLowerCase()))
      return refused(context, `the field “${name}” has more than ${LONGEST.toLocaleString('en')} characters`);
    if (value !== '' && value !== NO_DATE) fields[name.toLowerCase()] = value;
  }
  if (!fields.titel) return refused(context, 'titel: is missing');
  return { identifier, fields };
});

function valuesOf({ attributes }: XmlElement, name: string): string[] {
  return Object.entries(attributes).flatMap(([key, value]) => (key.toLowerCase() === name ? [value.trim()] : []));
}
