/**
 * The JSON Schema (draft 7) for records of the Allgemeines Metadatenprofil für Bildungsressourcen (AMB). It was written
 * for this project after the profile at https://w3id.org/kim/amb/draft/ and accepts the same records as the profile's
 * own schema. Each `description` is the text with which a refusal says what was expected.
 */
const URI = { type: 'string', format: 'uri', description: 'a URI' } as const;
const TEXT = { type: 'string', description: 'a text' } as const;
const LANGUAGE = {
  type: 'string',
  description: 'a language by its two letters of ISO 639-1, such as de',
  enum: (
    'aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et ' +
    'eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk ' +
    'kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny ' +
    'oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk ' +
    'tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu'
  ).split(' '),
} as const;
const DAY_OR_INSTANT = {
  description: 'a day such as 2026-08-01 or an instant such as 2026-08-01T08:00:00Z',
  oneOf: [
    { type: 'string', format: 'date' },
    { type: 'string', format: 'iso-date-time' },
  ],
} as const;
const DURATION = {
  type: 'string',
  pattern: '^-?P(?=\\d|T\\d)(\\d+Y)?(\\d+M)?(\\d+[DW])?(T(\\d+H)?(\\d+M)?(\\d+(\\.\\d+)?S)?)?$',
  description: 'a duration of ISO 8601, such as PT12M30S',
} as const;

/** Types of schema.org: https://schema.org/LearningResource and works like it. */
const WORK_TYPES = (
  '3DModel AmpStory Article Atlas Audiobook AudioObject Blog Book BookSeries Chapter Clip Collection ComicStory Comment ' +
  'Conversation Course CreativeWorkSeason CreativeWorkSeries DataDownload Diet DigitalDocument Drawing Episode ExercisePlan ' +
  'FAQPage Game Guide HowTo ImageGallery ImageObject LearningResource LegislationObject Manuscript Map MathSolver ' +
  'MediaGallery MediaObject Message MobileApplication Movie MovieClip MovieSeries MusicAlbum MusicComposition MusicPlaylist ' +
  'MusicRecording MusicRelease MusicVideoObject NewsArticle Painting Periodical Photograph Play PodcastEpisode ' +
  'PodcastSeason PodcastSeries Poster PresentationDigitalDocument PublicationIssue PublicationVolume Quotation Quiz ' +
  'RadioClip RadioEpisode RadioSeason RadioSeries Recipe Review Report ScholarlyArticle Sculpture SheetMusic ShortStory ' +
  'SoftwareApplication SoftwareSourceCode SpreadsheetDigitalDocument TVClip TVEpisode TVSeason TVSeries Thesis ' +
  'TextDigitalDocument VideoGallery VideoGame VideoGameClip VideoGameSeries VideoObject VisualArtwork WebApplication ' +
  'WebContent WebPage'
).split(' ');
const TYPE = {
  type: 'array',
  items: { type: 'string', enum: WORK_TYPES, description: 'a type of schema.org that the profile knows' },
  contains: { const: 'LearningResource' },
  description: 'a list of types that contains LearningResource',
} as const;

function oneOfTypes(...types: readonly string[]) {
  return { type: 'string', enum: types, description: types.join(' or ') };
}

function object(required: readonly string[], properties: Readonly<Record<string, unknown>>) {
  return { type: 'object', required, properties, description: 'an object with named fields' };
}

function listOf(items: unknown, more: object = {}) {
  return { type: 'array', items, description: 'a list', ...more };
}

const LABELS = {
  type: 'object',
  propertyNames: LANGUAGE,
  additionalProperties: TEXT,
  description: 'an object of texts by languages of two letters, such as { "de": "Vulkane" }',
} as const;

/** Returns the schema of an entry of a vocabulary. */
function concept(id: object = URI, more: Readonly<Record<string, unknown>> = { type: oneOfTypes('Concept') }) {
  return object(['id'], { ...more, id, prefLabel: LABELS });
}

function uriLike(pattern: string, description: string) {
  return { ...URI, pattern, description };
}

/** Returns the schema of a list in which at least one entry must be of certain vocabularies. */
function someOf(pattern: string, description: string) {
  return { contains: object(['id'], { id: { ...URI, pattern } }), description };
}

function agents(...types: readonly string[]) {
  const affiliation = object(['name', 'type'], { type: oneOfTypes('Organization'), id: URI, name: TEXT });
  return listOf(
    object(['name', 'type'], { type: oneOfTypes(...types), id: URI, name: TEXT, honorificPrefix: TEXT, affiliation }),
  );
}

const DIGITS = { type: 'string', pattern: '^\\d+$', description: 'a text of digits, without a unit' } as const;
function mediaFile(...types: readonly string[]) {
  return {
    ...object([], {
      type: oneOfTypes(...types),
      contentUrl: URI,
      embedUrl: URI,
      encodingFormat: {
        type: 'string',
        pattern: '^(application|audio|example|font|image|message|model|multipart|text|video)/[a-zA-Z0-9\\-+_.]+$',
        description: 'a media type such as video/mp4',
      },
      contentSize: DIGITS,
      bitrate: DIGITS,
      sha256: { type: 'string', pattern: '^[A-Fa-f0-9]{64}$', description: 'a SHA-256 of 64 hexadecimal digits' },
    }),
    anyOf: [{ required: ['type', 'contentUrl'] }, { required: ['type', 'embedUrl'] }],
    description: 'an object with a type and a contentUrl or an embedUrl',
  };
}

const OPEN_LICENCES = [
  '^https?://creativecommons.org/(licenses|licences|publicdomain)/',
  '^https?://www.gnu.org/licenses/',
  '^https?://www.apache.org/licenses/',
  'https?://opensource.org/licenses/MIT',
  '^https?://www.opensource.org/licenses/BSD',
];
const LICENSE = object(['id'], {
  id: uriLike(
    OPEN_LICENCES.join('|'),
    'the address of an open licence, such as https://creativecommons.org/licenses/by/4.0/',
  ),
});
const PROVIDER = object(['id'], { id: URI, type: TEXT, name: TEXT });
const PARTS = listOf(object(['id'], { id: URI, type: TYPE, name: TEXT }));
const COMPETENCES = listOf(concept(URI, {}));

const CONTEXT = {
  type: 'array',
  description:
    'a list of "https://w3id.org/kim/amb/context.jsonld" and an object whose @language is a language by its two letters',
  minItems: 2,
  allOf: [
    { contains: { const: 'https://w3id.org/kim/amb/context.jsonld' } },
    { contains: { type: 'object', required: ['@language'], properties: { '@language': LANGUAGE } } },
  ],
} as const;

export const AMB_REQUIRED = ['@context', 'id', 'name', 'type'] as const;

/** The schemas of fields, by their names. */
export const AMB_FIELDS = {
  '@context': CONTEXT,
  id: URI,
  type: TYPE,
  name: TEXT,
  creator: agents('Person', 'Organization'),
  contributor: agents('Person', 'Organization'),
  publisher: agents('Organization', 'Person'),
  funder: listOf(
    object(['type', 'name'], { type: oneOfTypes('Person', 'FundingScheme', 'Organization'), id: URI, name: TEXT }),
  ),
  description: TEXT,
  about: listOf(
    concept(),
    someOf(
      '^https://w3id.org/kim/hochschulfaechersystematik/|http://w3id.org/kim/schulfaecher/',
      'a list with at least one subject of http://w3id.org/kim/schulfaecher/ or https://w3id.org/kim/hochschulfaechersystematik/',
    ),
  ),
  license: LICENSE,
  image: URI,
  trailer: mediaFile('VideoObject', 'AudioObject'),
  encoding: listOf(mediaFile('MediaObject')),
  caption: listOf(
    object(['id', 'type'], { type: oneOfTypes('MediaObject'), id: URI, encodingFormat: TEXT, inLanguage: LANGUAGE }),
  ),
  dateCreated: DAY_OR_INSTANT,
  datePublished: DAY_OR_INSTANT,
  dateModified: DAY_OR_INSTANT,
  duration: DURATION,
  inLanguage: listOf(LANGUAGE),
  learningResourceType: listOf(
    concept(),
    someOf(
      '^https://w3id.org/kim/hcrt/|^http://w3id.org/openeduhub/vocabs/new_lrt/',
      'a list with at least one type of https://w3id.org/kim/hcrt/ or http://w3id.org/openeduhub/vocabs/new_lrt/',
    ),
  ),
  audience: listOf(concept()),
  isBasedOn: listOf({
    ...object([], {
      type: TYPE,
      id: URI,
      name: TEXT,
      creator: agents('Person', 'Organization'),
      license: LICENSE,
      provider: PROVIDER,
    }),
    anyOf: [{ required: ['name'] }, { required: ['id'] }],
    description: 'an object with a name or an id',
  }),
  isPartOf: PARTS,
  hasPart: PARTS,
  mainEntityOfPage: listOf(
    object(['id'], {
      id: URI,
      type: oneOfTypes('WebContent'),
      provider: PROVIDER,
      dateCreated: DAY_OR_INSTANT,
      dateModified: DAY_OR_INSTANT,
    }),
  ),
  keywords: listOf(TEXT),
  conditionsOfAccess: concept({
    ...URI,
    enum: ['http://w3id.org/kim/conditionsOfAccess/no_login', 'http://w3id.org/kim/conditionsOfAccess/login'],
    description: 'http://w3id.org/kim/conditionsOfAccess/no_login or http://w3id.org/kim/conditionsOfAccess/login',
  }),
  assesses: COMPETENCES,
  competencyRequired: COMPETENCES,
  teaches: COMPETENCES,
  educationalLevel: listOf(
    concept(uriLike('^https://w3id.org/kim/educationalLevel/', 'a level of https://w3id.org/kim/educationalLevel/')),
  ),
  isAccessibleForFree: { type: 'boolean', description: 'true or false' },
  interactivityType: concept(
    uriLike(
      '^http://purl.org/dcx/lrmi-vocabs/interactivityType/(active|expositive|mixed)$',
      'http://purl.org/dcx/lrmi-vocabs/interactivityType/ followed by active, expositive or mixed',
    ),
  ),
} as const;
