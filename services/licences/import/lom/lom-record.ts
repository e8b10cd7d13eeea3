/**
 * Reads LOM (IEEE 1484.12.1) in XML, as edu-sharing delivers it: pages of OAI-PMH with `<record>` elements, or `<lom>`
 * alone. Prefixes of namespaces are ignored.
 */
import { z } from 'zod';
import type { XmlElement, XmlRecords } from '../../../import-file/xml-elements';
import { refused } from '../delivery/convert-values';

export interface LomRecord {
  /** The id of the repository for a record of OAI-PMH; otherwise the id of the resource. */
  readonly id: string;
  /** Null where the repository reports the record as deleted. */
  readonly lom: XmlElement | null;
}

export const LOM_RECORDS: XmlRecords = {
  form: 'a page of OAI-PMH with <record> elements of LOM, nor a <lom> element',
  isRoot: (name) =>
    name === 'OAI-PMH' || name === 'lom' || name === 'ListRecords' || name === 'GetRecord' || name === 'record',
  isRecord: (name) => name === 'record' || name === 'lom',
};

export const lomRecord = z.custom<XmlElement>().transform((element, context): LomRecord => {
  const header = child(element, 'header');
  const lom = element.name === 'lom' ? element : within(element, 'metadata', 'lom')[0];
  const id = textOf(header, 'identifier') ?? textOf(lom, 'general', 'identifier', 'entry');
  if (id === undefined) return refused(context, 'identifier: is missing');
  if (header?.attributes.status === 'deleted') return { id, lom: null };
  if (!lom)
    return refused(context, 'metadata: holds no <lom> element; harvest with metadataPrefix=oai_lom-eaf or oai_lom');
  if (titleOf(lom) === undefined) return refused(context, 'general.title: is missing');
  return { id, lom };
});

export function titleOf(lom: XmlElement): string | undefined {
  return langString(within(lom, 'general', 'title')[0]);
}

/** Returns all elements at the end of a path of names. */
export function within(element: XmlElement | undefined, ...path: readonly string[]): XmlElement[] {
  let found = element ? [element] : [];
  for (const name of path) found = found.flatMap(({ elements }) => elements.filter((one) => one.name === name));
  return found;
}

/** Returns the text of the first element at the end of a path; undefined where there is none, or where it is empty. */
export function textOf(element: XmlElement | undefined, ...path: readonly string[]): string | undefined {
  return within(element, ...path)[0]?.text.trim() || undefined;
}

/** Returns the German text of several languages, or the first one. Older versions write `langstring`. */
export function langString(element: XmlElement | undefined): string | undefined {
  const strings = (element?.elements ?? []).filter(({ name }) => name === 'string' || name === 'langstring');
  const german = strings.find(({ attributes }) =>
    /^(de|ger|deu)\b/i.test(attributes.language ?? attributes.lang ?? ''),
  );
  return (german ?? strings[0] ?? element)?.text.trim() || undefined;
}

function child(element: XmlElement, name: string): XmlElement | undefined {
  return within(element, name)[0];
}
