/** A digest of deadlines as a mail, in German and plain text. */
import { dateOf } from '../../../access/calendar';
import type { DeadlineList } from '../worklist/deadline-lists';

export interface NamedDeadline {
  readonly list: DeadlineList;
  readonly due: Date;
  readonly licence: string;
  /** Null where it is about the licence alone. */
  readonly holder: string | null;
  readonly schools: number;
}

const HEADINGS: Record<DeadlineList, string> = {
  EXPIRING: 'Es endet am',
  STARTING: 'Es beginnt am',
  NOTICE_DUE: 'Kündigung möglich bis',
};

/** More are counted, not listed. */
const MAX_LISTED = 300;

/** The width of the lines that mail programs show without folding them. */
const WIDTH = 76;
/** As wide as the date of a line, so that further lines begin below the text after it. */
const INDENT = ' '.repeat('  01.01.2027  '.length);

/** @param worklists the address of the page that shows them; left out where browsers cannot reach it */
export function composeDigest(
  organisation: string,
  deadlines: readonly NamedDeadline[],
  worklists?: string | undefined,
) {
  const count = deadlines.length === 1 ? '1 neue Frist' : `${deadlines.length} neue Fristen`;
  const listed = deadlines.slice(0, MAX_LISTED);
  const parts = (Object.keys(HEADINGS) as DeadlineList[]).flatMap((list) => {
    const lines = listed.filter((one) => one.list === list).map(lineOf);
    return lines.length > 0 ? [`${HEADINGS[list]}\n${lines.join('\n')}`] : [];
  });
  const more = deadlines.length - listed.length;
  return {
    subject: `Freischalter: ${count} (${inOneLine(organisation)})`,
    body: [
      'Guten Tag,',
      folded(`für ${inOneLine(organisation)} gibt es ${count}:`, ''),
      ...parts,
      ...(more > 0 ? [`… und ${more} weitere.`] : []),
      ...(worklists === undefined ? [] : [`Alle Fristen zeigen die Arbeitslisten:\n${worklists}`]),
      folded(
        'Jede Frist wird einmal gemeldet. Abbestellen können Sie und alle, die für dieselbe Einrichtung arbeiten, mit unsubscribeFromNotices.',
        '',
      ),
    ].join('\n\n'),
  };
}

function lineOf({ list, due, licence, holder, schools }: NamedDeadline): string {
  /** What ends at midnight ends on the day before. */
  const day = germanDate(list === 'STARTING' ? due.getTime() : due.getTime() - 1);
  const count = `(${schools === 1 ? '1 Schule' : `${schools} Schulen`})`;
  const about =
    holder === null ? [`${inOneLine(licence)} ${count}`] : [inOneLine(licence), `${inOneLine(holder)} ${count}`];
  return `  ${day}  ${about.map((line) => folded(line, INDENT)).join(`\n${INDENT}`)}`;
}

/** @param indent before each line but the first, which follows a text of the same width */
function folded(text: string, indent: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || indent.length + line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join(`\n${indent}`);
}

function germanDate(instant: number): string {
  const [year, month, day] = dateOf(instant).split('-');
  return `${day}.${month}.${year}`;
}

/** Names come from files of others, so they must not be able to begin a new line. */
function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
