/** A subject that a vocabulary delivers, read from its own format. */
import { z } from 'zod';
import { line } from '../../../import-file/fields';
import type { Concept } from '../../../import-file/turtle-concepts';
import type { XmlElement, XmlRecords } from '../../../import-file/xml-elements';
import { isSubjectCode, parentOf } from '../../vocabulary/subjects';

/** The staged form of a subject. The codes for which a concept stands are found when all of them are there. */
export interface DeliveredSubject {
  readonly id: string;
  readonly name: string;
  readonly otherNames: readonly string[];
  /** Addresses: what it equals, and what it is close to. A code has none. */
  readonly exact: readonly string[];
  readonly close: readonly string[];
}

/** The longest name, as for titles. */
const MAX_NAME = 100;
const MAX_ADDRESS = 300;
const MAX_NAMES = 100;

const name = line(MAX_NAME);

/** `<valuespaces><valuespace property="ccm:taxonid"><key cap="Epochen" parent="240">24002</key>` */
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

/** A concept with one preferred German label, or one of no language. */
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
