import type { Session } from '../../subgraph/database/session';
import type { Title } from './title';
import { TITLE_COLUMNS, type TitleRow, toTitle } from './title-queries';

interface NumberedTitle extends TitleRow {
  /** As it was asked for. */
  readonly asked: string;
}

/**
 * For each of these numbers its title: whether its letters are capitals matters where two titles differ by nothing else,
 * and the one that is written so comes first. Unknown numbers are left out.
 */
export async function findTitlesByNumber(session: Session, numbers: readonly string[]): Promise<Map<string, Title>> {
  const rows = await session.query<NumberedTitle>(
    `select distinct on (asked.number) asked.number as asked, ${TITLE_COLUMNS}
     from unnest($1::text[]) as asked(number)
     join licences.title t on lower(t.number collate "C") = lower(asked.number collate "C")
     join licences.publisher p on p.id = t.publisher_id
     order by asked.number, t.number <> asked.number, t.id`,
    [numbers],
  );
  return new Map(rows.map(({ asked, ...row }) => [asked, toTitle(row)]));
}
