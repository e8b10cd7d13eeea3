/** The Medienkompetenzrahmen NRW: six areas with four sub-areas each, in words of our own. */

interface Competence {
  /** `4` is an area, `4.2` one of its sub-areas. */
  readonly code: string;
  readonly name: string;
}

const AREAS: readonly (readonly [area: string, ...parts: string[]])[] = [
  ['Bedienen und Anwenden', 'Geräte und Programme', 'Digitale Werkzeuge', 'Daten ordnen', 'Daten schützen'],
  ['Informieren und Recherchieren', 'Suchen', 'Auswerten', 'Informationen bewerten', 'Quellen hinterfragen'],
  [
    'Kommunizieren und Kooperieren',
    'Austausch und Zusammenarbeit',
    'Regeln des Umgangs',
    'Teilhabe an der Gesellschaft',
    'Gewalt und Kriminalität im Netz',
  ],
  ['Produzieren und Präsentieren', 'Medien herstellen', 'Mittel der Gestaltung', 'Quellen angeben', 'Recht der Medien'],
  ['Analysieren und Reflektieren', 'Medien untersuchen', 'Meinung bilden', 'Identität', 'Eigene Nutzung steuern'],
  [
    'Problemlösen und Modellieren',
    'Grundsätze der digitalen Welt',
    'Algorithmen erkennen',
    'Programmieren',
    'Folgen von Algorithmen',
  ],
];

export const COMPETENCES: readonly Competence[] = AREAS.flatMap(([area, ...parts], index) => [
  { code: `${index + 1}`, name: area },
  ...parts.map((name, part) => ({ code: `${index + 1}.${part + 1}`, name })),
]);

const byCode = new Map(COMPETENCES.map((competence) => [competence.code, competence]));

export function competenceOf(code: string): Competence | undefined {
  return byCode.get(code);
}

/** The codes that are known, each with its area: a filter by the area finds them. */
export function withAreas(codes: readonly string[]): string[] {
  return [...new Set(codes.flatMap((code) => [code.slice(0, 1), code]))].sort();
}
