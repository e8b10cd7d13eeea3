/** Reads a subject from a vocabulary's own format. */
import { z } from 'zod';
import { line } from '../../../import-file/fields';
import type { Concept } from '../../../import-file/turtle-concepts';
import type { XmlElement, XmlRecords } from '../../../import-file/xml-elements';
import { isSubjectCode, parentOf } from '../../vocabulary/subjects';

/** The staged form of a subject. The codes that a concept stands for are found when all concepts have been read. */
export interface DeliveredSubject {
  readonly id: string;
  readonly name: string;
  readonly otherNames: readonly string[];
  /** The addresses of concepts that it equals, and of those that it is close to. A code has none. */
  readonly exact: readonly string[];
  readonly close: readonly string[];
}

/** The largest length of a name, as for titles. */
const MAX_NAME = 100;
const MAX_ADDRESS = 300;
const MAX_NAMES = 100;

const name = line(MAX_NAME);

/** Reads `<valuespaces><valuespace property="ccm:taxonid"><key cap="Epochen" parent="240">24002</key>`. */
export const EAF_RECORDS: XmlRecords = {
  form: 'a list of EAF subjects: it must hold <valuespaces>',
  isRoot: (root) => root === 'valuespaces',
  isRecord: (element, depth) => element === 'key' && depth === 3,
};

export const eafSubject = z
  .custom<XmlElement>((value) => typeof value === 'object' && value !== null)
  .transform(({ attributes, text }, context): DeliveredSubject => {
    const code = text.trim();
    const named = name.safeParse(attributes.cap);
    if (!isSubjectCode(code))
      context.addIssue(`must hold a code of 3, 5, 7, 9 or 11 digits; it is “${code.slice(0, 40)}”`);
    else if (attributes.parent !== undefined && attributes.parent !== (parentOf(code) ?? ''))
      context.addIssue(`parent: must be the beginning of ${code}; it is “${attributes.parent.slice(0, 40)}”`);
    if (!named.success) context.addIssue(`cap: ${named.error.issues[0]?.message ?? 'is missing'}`);
    return { id: code, name: named.data ?? '', otherNames: [], exact: [], close: [] };
  });

const address = z.string().max(MAX_ADDRESS, `must not be longer than ${MAX_ADDRESS} characters`);

/** Reads a concept with one preferred label in German or without a language. */
export const skosSubject = z
  .object({
    id: address,
    labels: z.array(name).length(1, 'must have one skos:prefLabel in German'),
    otherLabels: z.array(name).max(MAX_NAMES),
    exactMatches: z.array(address).max(MAX_NAMES),
    closeMatches: z.array(address).max(MAX_NAMES),
  } satisfies Record<keyof Concept, z.ZodType>)
  .transform(
    ({ id, labels, otherLabels, exactMatches, closeMatches }): DeliveredSubject => ({
      id,
      name: labels[0] as string,
      otherNames: [...new Set(otherLabels)],
      exact: exactMatches,
      close: closeMatches,
    }),
  );
