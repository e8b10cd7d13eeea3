/** Reads a title from a record of AMB. */
import { gradeRange, secondsOf, secure } from '../delivery/convert-values';
import type { OwnedField, SourceFields } from '../delivery/source-record';
import type { AmbRecord, Concept } from './amb-record';

type Kind = SourceFields['kind'];

/**
 * The kinds by the key in the KIM vocabulary of types of material, or by the type of schema.org. The first match
 * decides.
 */
const KINDS: readonly (readonly [Kind, RegExp])[] = [
  ['VIDEO', /^(video|VideoObject|Movie|MovieClip|Clip|TVClip|TVEpisode|MusicVideoObject)$/],
  ['AUDIO', /^(audio|AudioObject|Audiobook|PodcastEpisode|RadioClip|RadioEpisode|MusicRecording)$/],
  [
    'INTERACTIVE',
    /^(assessment|drill_and_practice|educational_game|experiment|simulation|questionnaire|Quiz|Game|VideoGame)$/,
  ],
  ['PROGRAM', /^(application|SoftwareApplication|MobileApplication)$/],
  ['IMAGE', /^(image|diagram|map|ImageObject|Photograph|Drawing|Painting|Map|Poster)$/],
  [
    'DOCUMENT',
    /^(worksheet|text|textbook|slide|script|sheet_music|lesson_plan|case_study|\w*DigitalDocument|Article|Book|Chapter|SheetMusic)$/,
  ],
];

/** The kinds by media type, where neither of these states the kind. */
const KINDS_OF_FILES: readonly (readonly [Kind, RegExp])[] = [
  ['VIDEO', /^video\//],
  ['AUDIO', /^audio\//],
  ['IMAGE', /^image\//],
  ['DOCUMENT', /^(application\/pdf|application\/.*(document|presentation|text)|text\/(?!html))/],
];

/** The school grades of each level of the KIM vocabulary. */
const GRADES = new Map([
  ['level_1', [1, 4]],
  ['level_2', [5, 10]],
  ['level_3', [11, 13]],
]);

export function ambTitle(record: AmbRecord, source: string): SourceFields {
  const { name, description, license, image, keywords, inLanguage, about = [], encoding = [] } = record;
  const grades = (record.educationalLevel ?? []).flatMap(({ id }) => GRADES.get(lastStep(id)) ?? []);
  const played = firstOf(encoding.map(({ embedUrl }) => embedUrl)) ?? secure(record.id);
  return {
    id: record.id,
    name,
    description,
    series: record.isPartOf?.[0]?.name,
    publisher: record.publisher?.[0]?.name ?? record.creator?.[0]?.name ?? source,
    kind: kindOf(record),
    subjects: about.map(subjectOf),
    keywords,
    ...gradeRange(grades),
    languages: inLanguage?.length ? inLanguage : undefined,
    year: yearOf(record.datePublished ?? record.dateCreated),
    durationSeconds: secondsOf(record.duration),
    openLicence: license?.id,
    parts: record.hasPart?.map((part) => ({ name: part.name ?? part.id })),
    materials: record.caption?.flatMap(({ id, inLanguage: language }) =>
      secure(id) ? [{ kind: 'SUBTITLES' as const, label: language ?? 'Untertitel', url: id }] : [],
    ),
    thumbnailUrl: secure(image),
    playUrl: played,
    downloadUrl: firstOf(encoding.map(({ contentUrl }) => contentUrl)),
  };
}

export const AMB_OWNS: readonly OwnedField[] = [
  'name',
  'description',
  'series',
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
  'parts',
  'materials',
  'thumbnailUrl',
  'playUrl',
  'downloadUrl',
];

function kindOf({ learningResourceType = [], type, encoding = [] }: AmbRecord): Kind {
  const values = [...learningResourceType.map(({ id }) => lastStep(id)), ...type];
  const files = encoding.map(({ encodingFormat = '' }) => encodingFormat);
  const find = (kinds: typeof KINDS, of: readonly string[]) =>
    kinds.find(([, pattern]) => of.some((one) => pattern.test(one)))?.[0];
  return find(KINDS, values) ?? find(KINDS_OF_FILES, files) ?? 'WEB_PAGE';
}

/** School subjects are identified by their address. For others the German name says more. */
function subjectOf({ id, prefLabel }: Concept): string {
  if (/^https?:\/\/w3id\.org\/kim\/schulfaecher\//.test(id)) return id;
  return prefLabel?.de ?? prefLabel?.en ?? id;
}

function yearOf(day: string | undefined): number | undefined {
  return day === undefined ? undefined : Number(day.slice(0, 4));
}

function firstOf(urls: readonly (string | undefined)[]): string | undefined {
  return urls.map(secure).find((url) => url !== undefined);
}

function lastStep(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
