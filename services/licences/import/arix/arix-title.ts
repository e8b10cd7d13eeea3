/** Reads a title from a record of ARIX. Its fields are those of EAF; docs/import-formats.md lists them. */
import { DateTime } from 'luxon';
import { gradeRange, secure } from '../delivery/convert-values';
import type { OwnedField, SourceFields } from '../delivery/source-record';
import type { ArixRecord } from './arix-record';

/** The kinds by the field `typ`. */
const KINDS = new Map<string | undefined, SourceFields['kind']>([
  ['19', 'IMAGE'],
  ['29', 'AUDIO'],
  ['49', 'VIDEO'],
  ['55', 'VIDEO'],
  ['58', 'WEB_PAGE'],
  ['69', 'PROGRAM'],
  ['79', 'DOCUMENT'],
]);
const AGES = [0, 6, 12, 16, 18] as const;

export function arixTitle({ identifier, fields }: ArixRecord, source: string): SourceFields {
  const { url } = fields;
  return {
    id: identifier,
    name: fields.titel,
    subtitle: fields.utitel,
    series: fields.sertitel,
    description: fields.text?.replace(/[~<]br\s*\/?>\s*/gi, '\n'),
    publisher: firstProducer(fields.produ) ?? fields.lieferant ?? source,
    // A record with an address is a web page, whatever else is stated.
    kind: url ? 'WEB_PAGE' : (KINDS.get(fields.typ) ?? 'OTHER'),
    subjects: listed(fields.geb),
    keywords: listed(fields.schlag),
    ...gradeRange(gradesOf(fields.adressat)),
    languages: languagesOf(fields.sprache),
    // “Lehr” and “Info” are programmes that need no rating.
    ageRating: AGES.find((age) => String(age) === fields.fsk),
    year: /^\d{4}$/.test(fields.prodjahr ?? '') ? Number(fields.prodjahr) : undefined,
    durationSeconds: secondsOf(fields.laenge),
    playoutFrom: fields.verfanf,
    playoutUntil: dayAfter(fields.verfende),
    playUrl: secure(url),
    sourceLicence: fields.licence,
    sourceKind: url || KINDS.has(fields.typ) ? undefined : fields.typ,
  };
}

export const ARIX_OWNS: readonly OwnedField[] = [
  'name',
  'subtitle',
  'series',
  'description',
  'publisher',
  'kind',
  'subjects',
  'keywords',
  'gradeFrom',
  'gradeUntil',
  'languages',
  'ageRating',
  'year',
  'durationSeconds',
  'playoutFrom',
  'playoutUntil',
  'playUrl',
  'sourceLicence',
  'sourceKind',
];

/** Reads `A(8-13); Q` as grades 8 to 13, and adults. */
function gradesOf(audience = ''): number[] {
  return [...audience.matchAll(/A\(\s*(\d+)\s*(?:-\s*(\d+)\s*)?\)/gi)].flatMap(([, from, until]) => [
    Number(from),
    Number(until ?? from),
  ]);
}

/** Reads `68002, 48002`. */
function listed(text = ''): string[] {
  const values = text.split(/[,;]/).map((value) => value.trim());
  return [...new Set(values.filter(Boolean))];
}

function languagesOf(text: string | undefined): string[] | undefined {
  const languages = listed(text?.toLowerCase()).filter((language) => /^[a-z]{2,3}$/.test(language));
  return languages.length > 0 ? languages : undefined;
}

/** Reads `ca. 20 min f`. */
function secondsOf(length = ''): number | undefined {
  const [hours, minutes, seconds] = [/(\d+)\s*(?:h|std)/i, /(\d+)\s*min/i, /(\d+)\s*sek?\b/i].map((unit) =>
    Number(unit.exec(length)?.[1] ?? 0),
  ) as [number, number, number];
  return hours * 3600 + minutes * 60 + seconds || undefined;
}

/** Reads the first producer of `MedienLB (Starnberg), a.pictures (Hamburg)`, without the town. */
function firstProducer(text = ''): string | undefined {
  return (
    text
      .split(/[,;](?![^(]*\))/)[0]
      ?.replace(/\s*\([^)]*\)\s*$/, '')
      .trim() || undefined
  );
}

/** Sources state the last day, and the catalogue stores the day after it. */
function dayAfter(day: string | undefined): string | undefined {
  const next = DateTime.fromISO(day ?? '').plus({ days: 1 });
  return next.isValid ? next.toISODate() : day;
}
