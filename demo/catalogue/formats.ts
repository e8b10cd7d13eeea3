/** The media that are made of a topic in addition to the films on its aspects. */
import type { TitleRecord } from '../whole-records';
import type { Topic } from './topic-table';

interface Format {
  readonly kind: TitleRecord['kind'];
  readonly name: (topic: string) => string;
  readonly description: (topic: Topic) => string;
  /** The share of topics that have it. */
  readonly share: number;
  readonly minutes?: readonly [least: number, most: number];
  /** The codes of the subjects that have it; all where it is left out. */
  readonly subjects?: readonly string[];
}

export const FORMATS: readonly Format[] = [
  {
    kind: 'VIDEO',
    name: (topic) => topic,
    description: ({ name, aspects }) => `Der Film führt in das Thema „${name}“ ein. Kapitel: ${aspects.join(', ')}.`,
    share: 1,
    minutes: [15, 44],
  },
  {
    kind: 'VIDEO',
    name: (topic) => `${topic} kurz erklärt`,
    description: ({ name }) =>
      `Das Wichtigste zum Thema „${name}“ in wenigen Minuten, als gezeichneter Erklärfilm zum Einstieg oder zur Wiederholung.`,
    share: 0.65,
    minutes: [2, 5],
  },
  {
    kind: 'INTERACTIVE',
    name: (topic) => `${topic}: Interaktive Übungen`,
    description: ({ name, aspects }) =>
      `Übungen zum Zuordnen, Beschriften und Prüfen rund um „${name}“. Ein Abschnitt gilt dem Schwerpunkt „${aspects[0]}“, die Rückmeldung erfolgt sofort.`,
    share: 0.8,
  },
  {
    kind: 'INTERACTIVE',
    name: (topic) => `${topic}: Das Quiz`,
    description: ({ name }) => `Zwanzig Fragen zum Thema „${name}“, mit einer kurzen Erklärung zu jeder Antwort.`,
    share: 0.6,
  },
  {
    kind: 'DOCUMENT',
    name: (topic) => `${topic}: Arbeitsblätter mit Lösungen`,
    description: ({ name, aspects }) =>
      `Veränderbare Arbeitsblätter zum Thema „${name}“, unter anderem zu: ${aspects.slice(1, 4).join(', ')}.`,
    share: 0.7,
  },
  {
    kind: 'IMAGE',
    name: (topic) => `${topic}: Fotos und Schaubilder`,
    description: ({ name, aspects }) => `Druckfähige Bilder zum Thema „${name}“, geordnet nach: ${aspects.join(', ')}.`,
    share: 0.4,
  },
  {
    kind: 'AUDIO',
    name: (topic) => `${topic} zum Hören`,
    description: ({ name }) =>
      `Der Hörbeitrag zum Thema „${name}“ verbindet Reportage und Gespräch. Das Manuskript liegt bei.`,
    share: 0.4,
    minutes: [6, 26],
  },
  {
    kind: 'PROGRAM',
    name: (topic) => `${topic}: Simulation`,
    description: ({ name }) =>
      `Mit der Simulation zum Thema „${name}“ lassen sich Größen verändern und Zusammenhänge erkunden. Messwerte können gespeichert werden.`,
    share: 0.55,
    subjects: ['01', '02', '05', '06', '07', '08', '09', '21', '44'],
  },
  {
    kind: 'WEB_PAGE',
    name: (topic) => `${topic}: Themendossier`,
    description: ({ name }) =>
      `Das Dossier sammelt Texte, Grafiken und Unterrichtsideen zum Thema „${name}“. Es wird laufend ergänzt.`,
    share: 0.25,
  },
  {
    kind: 'VIDEO',
    name: (topic) => `${topic} in Leichter Sprache`,
    description: ({ name }) =>
      `Der Film zum Thema „${name}“ in Leichter Sprache, mit Untertiteln und Audiodeskription.`,
    share: 0.25,
    minutes: [8, 16],
    subjects: ['01', '03', '04', '20', '21', '22', '33', '34', '40', '41', '42', '43', '44'],
  },
];
