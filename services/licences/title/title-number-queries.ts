import { neverNull, statement, text } from '../../../database/statement';
import type { Session } from '../../subgraph/database/session';
import type { Title } from './title';
import { TITLE, TITLE_COLUMNS, toTitle } from './title-queries';

const FIND_TITLES_BY_NUMBER = statement(
  'findTitlesByNumber',
  `select distinct on (asked.number) asked.number as asked, ${TITLE_COLUMNS}
   from unnest($1::text[]) as asked(number)
   join licences.title t on lower(t.number collate "C") = lower(asked.number collate "C")
   join licences.publisher p on p.id = t.publisher_id
   order by asked.number, t.number <> asked.number, t.id`,
  {
    /** The number as it was requested. */
    asked: neverNull(text, 'the numbers that are asked for are none of them null'),
    ...TITLE,
  },
);

/**
 * Returns a title for each of these numbers. Upper and lower case matter only where two titles differ by nothing else;
 * then the one with the same spelling comes first. Unknown numbers are left out.
 */
export async function findTitlesByNumber(session: Session, numbers: readonly string[]): Promise<Map<string, Title>> {
  const rows = await session.query(FIND_TITLES_BY_NUMBER, [numbers]);
  return new Map(rows.map(({ asked, ...row }) => [asked, toTitle(row)]));
}
