import { checkRecord } from '../../../import-file/check-record';
import { recordOf } from '../delivery/source-record';
import { AMB } from './amb';

const VULKANE = {
  '@context': ['https://w3id.org/kim/amb/context.jsonld', { '@language': 'de' }],
  id: 'https://medien.example/vulkane',
  type: ['LearningResource', 'VideoObject'],
  name: 'Vulkane der Eifel',
};

function titleOf(more: object) {
  const checked = checkRecord(recordOf(AMB, 'medien'), { ...VULKANE, ...more });
  return 'value' in checked ? checked.value : checked;
}

test('a record is taken with all that it says', () => {
  const title = titleOf({
    description: 'Wie die Maare entstanden.',
    license: { id: 'https://creativecommons.org/licenses/by/4.0/' },
    image: 'https://medien.example/vulkane.jpg',
    duration: 'PT12M30S',
    inLanguage: ['de', 'en'],
    keywords: ['Vulkan', 'Maar'],
    publisher: [{ type: 'Organization', name: 'Filmwerk' }],
    creator: [{ type: 'Person', name: 'Erika Muster' }],
    datePublished: '2021-05-04',
    about: [
      { id: 'http://w3id.org/kim/schulfaecher/s1010' },
      { id: 'https://w3id.org/kim/hochschulfaechersystematik/n044', prefLabel: { de: 'Geographie' } },
    ],
    educationalLevel: [
      { id: 'https://w3id.org/kim/educationalLevel/level_2' },
      { id: 'https://w3id.org/kim/educationalLevel/level_3' },
    ],
    isPartOf: [{ id: 'https://medien.example/reihe', name: 'Landschaften' }],
    hasPart: [{ id: 'https://medien.example/vulkane/1', name: 'Ausbruch' }],
    caption: [{ id: 'https://medien.example/vulkane.vtt', type: 'MediaObject', inLanguage: 'en' }],
    encoding: [
      { type: 'MediaObject', contentUrl: 'https://medien.example/vulkane.mp4', encodingFormat: 'video/mp4' },
      { type: 'MediaObject', embedUrl: 'https://medien.example/vulkane/spielen' },
    ],
  });
  expect(title).toMatchObject({
    number: expect.stringMatching(/^medien\.[0-9a-f]{32}$/),
    origin: { source: 'medien', id: 'https://medien.example/vulkane' },
    name: 'Vulkane der Eifel',
    description: 'Wie die Maare entstanden.',
    series: 'Landschaften',
    publisher: 'Filmwerk',
    kind: 'VIDEO',
    subjects: ['http://w3id.org/kim/schulfaecher/s1010', 'Geographie'],
    keywords: ['Vulkan', 'Maar'],
    gradeFrom: 5,
    gradeUntil: 13,
    languages: ['de', 'en'],
    year: 2021,
    durationSeconds: 750,
    openLicence: 'https://creativecommons.org/licenses/by/4.0/',
    parts: [{ name: 'Ausbruch' }],
    materials: [{ kind: 'SUBTITLES', label: 'en', url: 'https://medien.example/vulkane.vtt' }],
    thumbnailUrl: 'https://medien.example/vulkane.jpg',
    playUrl: 'https://medien.example/vulkane/spielen',
    downloadUrl: 'https://medien.example/vulkane.mp4',
  });
});

test('what the source owns and no longer says is removed', () => {
  expect(titleOf({})).toMatchObject({
    description: null,
    series: null,
    subjects: [],
    keywords: [],
    gradeFrom: null,
    languages: ['de'],
    openLicence: null,
    parts: [],
    thumbnailUrl: null,
    publisher: 'medien',
    playUrl: 'https://medien.example/vulkane',
  });
});

test('what the profile has no field for is not the source’s to change', () => {
  const title = titleOf({});
  for (const field of ['rights', 'ageRating', 'withdrawnOn', 'playoutUntil', 'competences'])
    expect(title).not.toHaveProperty(field);
});

test.each([
  [{ learningResourceType: [{ id: 'https://w3id.org/kim/hcrt/worksheet' }], type: ['LearningResource'] }, 'DOCUMENT'],
  [
    { learningResourceType: [{ id: 'https://w3id.org/kim/hcrt/simulation' }], type: ['LearningResource'] },
    'INTERACTIVE',
  ],
  [
    {
      encoding: [{ type: 'MediaObject', contentUrl: 'https://medien.example/a', encodingFormat: 'audio/ogg' }],
      type: ['LearningResource'],
    },
    'AUDIO',
  ],
  [{ type: ['LearningResource'] }, 'WEB_PAGE'],
])('%j is of its kind', (record, kind) => {
  expect(titleOf(record)).toMatchObject({ kind });
});

test('an address that is not of https is not shown to anybody', () => {
  const title = titleOf({ id: 'http://medien.example/vulkane', image: 'http://medien.example/vulkane.jpg' });
  expect(title).toMatchObject({ thumbnailUrl: null, playUrl: null });
});

test('a record that AMB refuses is refused, with what a title may not be', () => {
  expect(titleOf({ keywords: 'Vulkan' })).toEqual({ reasons: ['keywords: must be a list; it is “Vulkan”'] });
  expect(titleOf({ name: '' })).toEqual({ reasons: [expect.stringMatching(/^name: /)] });
});
