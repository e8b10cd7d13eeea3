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

export function composeDigest(organisation: string, deadlines: readonly NamedDeadline[]) {
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
      `Guten Tag,\n\nfür ${inOneLine(organisation)} gibt es ${count}:`,
      ...parts,
      ...(more > 0 ? [`… und ${more} weitere. Alle zeigt die Arbeitsliste (deadlines).`] : []),
      'Jede Frist wird einmal gemeldet. Zum Abbestellen: unsubscribeFromNotices, oder Ihre Kolleginnen und Kollegen fragen.',
    ].join('\n\n'),
  };
}

function lineOf({ list, due, licence, holder, schools }: NamedDeadline): string {
  /** What ends at midnight ends on the day before. */
  const day = germanDate(list === 'STARTING' ? due.getTime() : due.getTime() - 1);
  const where = holder === null ? '' : `, ${inOneLine(holder)}`;
  return `  ${day}  ${inOneLine(licence)}${where} (${schools === 1 ? '1 Schule' : `${schools} Schulen`})`;
}

function germanDate(instant: number): string {
  const [year, month, day] = dateOf(instant).split('-');
  return `${day}.${month}.${year}`;
}

/** Names come from files of others, so none may begin a line of its own. */
function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
