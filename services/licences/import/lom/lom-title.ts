/** Reads a title from a record of LOM. */
import type { XmlElement } from '../../../import-file/xml-elements';
import { gradeRange, secondsOf, secure } from '../delivery/convert-values';
import type { OwnedField, SourceFields } from '../delivery/source-record';
import { type LomRecord, langString, textOf, titleOf, within } from './lom-record';

const KINDS: readonly (readonly [SourceFields['kind'], RegExp])[] = [
  ['VIDEO', /video|film|movie/i],
  ['AUDIO', /audio|hörspiel|podcast/i],
  ['INTERACTIVE', /interakti|interacti|exercise|simulation|questionnaire|quiz|exam|experiment/i],
  ['IMAGE', /image|bild|diagram|figure|graph|map|karte/i],
  ['DOCUMENT', /worksheet|arbeitsblatt|text|pdf|slide|document|lecture/i],
  ['WEB_PAGE', /web|html|portal/i],
];

/** The grades of each `educational.context`. */
const GRADES: readonly (readonly [pattern: RegExp, from: number, until: number])[] = [
  [/grundschule|primary|primar/i, 1, 4],
  [/sekundarstufe[ _]?(1|I)$|lower secondary/i, 5, 10],
  [/sekundarstufe[ _]?(2|II)$|upper secondary/i, 11, 13],
];

export function lomTitle({ id, lom }: LomRecord, source: string): SourceFields {
  if (!lom) return { id, isGone: true };
  const grades = within(lom, 'educational', 'context', 'value').flatMap(({ text }) =>
    GRADES.filter(([pattern]) => pattern.test(text.trim())).flatMap(([, from, until]) => [from, until]),
  );
  const location = textOf(lom, 'technical', 'location');
  const languages = within(lom, 'general', 'language').map(({ text }) => text.trim().slice(0, 2).toLowerCase());
  const licence = licenceOf(lom);
  return {
    id,
    name: titleOf(lom),
    description: langString(within(lom, 'general', 'description')[0]),
    publisher: contributorOf(lom, 'publisher') ?? contributorOf(lom, 'author') ?? source,
    kind: kindOf(lom),
    subjects: subjectsOf(lom),
    keywords: within(lom, 'general', 'keyword').flatMap((keyword) => langString(keyword) ?? []),
    ...gradeRange(grades),
    languages: languages.length > 0 ? [...new Set(languages)] : undefined,
    year: yearOf(lom),
    durationSeconds: secondsOf(
      textOf(lom, 'technical', 'duration', 'duration') ?? textOf(lom, 'technical', 'duration'),
    ),
    openLicence: licence,
    playUrl: secure(location),
    thumbnailUrl: thumbnailOf(lom),
  };
}

export const LOM_OWNS: readonly OwnedField[] = [
  'name',
  'description',
  'publisher',
  'kind',
  'subjects',
  'keywords',
  'gradeFrom',
  'gradeUntil',
  'languages',
  'year',
  'durationSeconds',
  'openLicence',
  'playUrl',
  'thumbnailUrl',
];

function kindOf(lom: XmlElement): SourceFields['kind'] {
  const values = [
    ...within(lom, 'educational', 'learningResourceType', 'value'),
    ...within(lom, 'technical', 'format'),
  ];
  const texts = values.map(({ text }) => text);
  return KINDS.find(([, pattern]) => texts.some((text) => pattern.test(text)))?.[0] ?? 'OTHER';
}

/** Returns the code of the last taxon of each discipline's path, or its name where it has no code. */
function subjectsOf(lom: XmlElement): string[] {
  const disciplines = within(lom, 'classification').filter((one) => textOf(one, 'purpose', 'value') === 'discipline');
  const taxa = disciplines.flatMap((one) => within(one, 'taxonPath').map((path) => within(path, 'taxon').at(-1)));
  const subjects = taxa.flatMap((taxon) => textOf(taxon, 'id') ?? langString(within(taxon, 'entry')[0]) ?? []);
  return [...new Set(subjects)];
}

/** Returns the address of a licence, where the rights name one. */
function licenceOf(lom: XmlElement): string | undefined {
  const rights = langString(within(lom, 'rights', 'description')[0]);
  return /https?:\/\/\S+/.exec(rights ?? '')?.[0] ?? rights?.slice(0, 200);
}

/** Returns the name in the vCard of the contributor with a role. */
function contributorOf(lom: XmlElement, role: string): string | undefined {
  const found = [...within(lom, 'lifeCycle', 'contribute'), ...within(lom, 'lifecycle', 'contribute')].find(
    (one) => textOf(one, 'role', 'value')?.toLowerCase() === role,
  );
  const card = textOf(found, 'entity') ?? textOf(found, 'centity', 'vcard');
  const [organisation, person] = ['ORG', 'FN'].map((key) =>
    new RegExp(`^${key}(?:;[^:\\r\\n]*)?:([^\\r\\n]+)`, 'm').exec(card ?? '')?.[1]?.trim(),
  );
  return organisation || person;
}

function yearOf(lom: XmlElement): number | undefined {
  const dates = [...within(lom, 'lifeCycle', 'contribute', 'date'), ...within(lom, 'lifecycle', 'contribute', 'date')];
  const year = /\b(1[89]\d\d|2\d\d\d)\b/.exec(
    dates.map((date) => textOf(date, 'dateTime') ?? date.text).join(' '),
  )?.[1];
  return year === undefined ? undefined : Number(year);
}

/** edu-sharing states the thumbnail as a relation of the kind “preview” or “thumbnail”. */
function thumbnailOf(lom: XmlElement): string | undefined {
  const preview = within(lom, 'relation').find((one) => /preview|thumbnail/i.test(textOf(one, 'kind', 'value') ?? ''));
  const resource = within(preview, 'resource')[0];
  const url = langString(within(resource, 'description')[0]) ?? textOf(resource, 'identifier', 'entry');
  return secure(url);
}
