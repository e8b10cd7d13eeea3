/** Forty publishers that do not exist, and the subjects that each of them makes media for. */
import { SUBJECTS } from './subjects';

export interface Publisher {
  readonly name: string;
  /** Two digits, which its packages have in their numbers. */
  readonly code: string;
  /** The codes of its subjects. */
  readonly subjects: readonly string[];
}

/** The lines hold a name and the codes of subjects, or `alle` for all subjects. */
const TABLE = `
Rheinbogen Lehrfilm | alle
Kornblum Schulfilm | alle
Lernbildwerk Ruhraue | alle
Studio Wacholder | 01 03 04 44
Naturfilmhaus Eifelblick | 01 21 40 44
Biotopia Medien | 01 44 40
Grünspan Film | 01 02 44
Retorte und Kolben Lehrmedien | 02 05
Kettenkolb & Lüders Unterrichtsmedien | 02 04 08
Kräftespiel Produktion | 05 08 09
Sternwarte Medien Hohe Acht | 05 09
Zahlenreich Verlag | 06 07
Rechenfuchs Medien | 06 40
Bitbrücke Studio | 07 41
Code & Kreide | 07 08 41
Werkbank Film | 08 42
Textur Sprachmedien | 10 11
Federkiel Film | 10 31
Lesezeichen Medienhaus | 10 40
Sprachlotse | 11 12 13 14
Island Road Films | 12
Passerelle Sprachfilm | 13 14
Puente Medien | 14 12
Forum Romanum Lehrmedien | 15 20
Chronos Filmkontor | 20 22
Zeitenwende Produktion | 20 34
Spurensuche Geschichtsfilm | 20 15
Atlas & Kompass Film | 21 09
Erdkreis Medien | 21 44
Polis Bildungsfilm | 22 23
Rathausplatz Medien | 22 23 41
Marktplatz Lehrfilm | 23 42
Kinderblick Studio | 24 40 43
Farbkreis Film | 30 41
Klanghaus Medien Sauerland | 31 30
Bewegtbild Sportmedien | 32 03
Sinnfrage Film | 33 34 24
Kreuzgang Medien | 34 33
Wegweiser Berufsfilm | 42 43
Schulwegfilm Münsterland | 43 03 04
`;

export const PUBLISHERS: readonly Publisher[] = TABLE.trim()
  .split('\n')
  .map((line, index) => {
    const [name, codes] = line.split(' | ') as [string, string];
    const subjects = codes === 'alle' ? SUBJECTS.map((subject) => subject.code) : codes.split(' ');
    return { name, code: String(index + 1).padStart(2, '0'), subjects };
  });

export function publishersOf(subjectCode: string): Publisher[] {
  return PUBLISHERS.filter((publisher) => publisher.subjects.includes(subjectCode));
}
