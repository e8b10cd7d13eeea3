import { useState } from 'react';
import {
  type AssignmentCounts,
  type AssignmentOutcome,
  type AssignmentRow,
  type AssignmentRowsData,
  AssignmentRows as AssignmentRowsQuery,
} from '../../api/operations';
import { usePages } from '../../api/use-pages';
import { Badge } from '../../parts/badge';
import { FailureAlert } from '../../parts/failure-alert';
import { Choice } from '../../parts/fields';
import { Loading } from '../../parts/states';
import { Table } from '../../parts/table';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { assignWords } from './assign-words';
import { outcomeWords } from './outcome-words';

const PAGE = 200;
/** What the schools of a pair have access to afterwards, by the cursor of the pair. */
type Afterwards = ReadonlyMap<
  string,
  { readonly schools: number; readonly allowed: number; readonly validUntil: string | null } | null
>;

/** Shows each pair of a preview or of a result, with a filter of outcomes. */
export function AssignmentRows({ result, afterwards }: { result: AssignmentCounts; afterwards?: Afterwards }) {
  const words = useWords(assignWords);
  const general = useWords(common);
  const outcomes = useWords(outcomeWords).assignment;
  const format = useFormat();
  const [shown, setShown] = useState<AssignmentOutcome | 'ALL'>('ALL');
  const totalCount = result.counts
    .filter(({ outcome }) => shown === 'ALL' || outcome === shown)
    .reduce((all, { count }) => all + count, 0);
  const pages = usePages(
    AssignmentRowsQuery,
    { id: result.id, outcomes: shown === 'ALL' ? null : [shown], first: PAGE },
    (data: AssignmentRowsData) => connectionOf(data, totalCount),
  );
  return (
    <div className="section">
      <h3 className="kern-title">{words.rows}</h3>
      {result.counts.length > 1 && (
        <Choice<AssignmentOutcome | 'ALL'>
          legend={words.show}
          value={shown}
          options={[
            ['ALL', words.everything],
            ...result.counts.map(
              ({ outcome, count }) => [outcome, `${outcomes[outcome]} (${format.number(count)})`] as const,
            ),
          ]}
          onChange={setShown}
        />
      )}
      {pages.failure ? (
        <FailureAlert failure={pages.failure} onAgain={pages.reload} />
      ) : pages.first === null ? (
        <Loading />
      ) : (
        <Table<AssignmentRow>
          caption={words.rows}
          rows={pages.rows}
          rowKey={({ cursor }) => cursor}
          totalCount={pages.totalCount}
          hasMore={pages.hasMore}
          onMore={pages.more}
          isLoading={pages.isLoading}
          columns={[
            { key: 'outcome', title: words.outcome, cell: ({ outcome }) => <Outcome outcome={outcome} /> },
            {
              key: 'licence',
              title: words.licence,
              cell: ({ licence }) => (
                <>
                  <span className="cell__main">{licence?.name}</span>
                  <span className="cell__more">{licence?.number}</span>
                </>
              ),
            },
            {
              key: 'holder',
              title: words.holders.replace('?', ''),
              cell: ({ holder, holderId, holderLevel }) => (
                <>
                  {holder?.name ?? holderId}
                  <span className="cell__more">
                    {general.level[holderLevel]} {holder?.number}
                  </span>
                </>
              ),
            },
            ...(afterwards && afterwards.size > 0
              ? [
                  {
                    key: 'afterwards',
                    title: words.afterwards,
                    isMinor: true,
                    cell: ({ cursor }: AssignmentRow) => {
                      const then = afterwards.get(cursor);
                      if (!then) return '–';
                      return (
                        <>
                          {words.allowedAt(format.number(then.allowed), format.number(then.schools))}
                          {then.allowed > 0 && (
                            <span className="cell__more">
                              {then.validUntil ? format.lastDay(then.validUntil) : general.unlimited}
                            </span>
                          )}
                        </>
                      );
                    },
                  },
                ]
              : []),
            {
              key: 'already',
              title: words.already,
              isMinor: true,
              cell: ({ overlapping, overlappingSchoolCount }) =>
                overlapping && (
                  <>
                    {overlapping.holder.name}
                    <span className="cell__more">
                      {words.schools(format.number(overlappingSchoolCount), overlappingSchoolCount === 1)}
                    </span>
                  </>
                ),
            },
          ]}
        />
      )}
    </div>
  );
}

/** The API answers with a list of cursors and no page information, so a full page may be followed by another one. */
function connectionOf({ assignment }: AssignmentRowsData, totalCount: number) {
  const rows = assignment?.assignments ?? [];
  const endCursor = rows.at(-1)?.cursor ?? null;
  return {
    totalCount,
    pageInfo: { hasNextPage: rows.length === PAGE, endCursor },
    edges: rows.map((node) => ({ node })),
  };
}

function Outcome({ outcome }: { outcome: AssignmentOutcome }) {
  const words = useWords(outcomeWords).assignment;
  const kind =
    outcome === 'ASSIGNED' ? 'success' : outcome === 'ALREADY_ASSIGNED' || outcome === 'HELD_BACK' ? 'info' : 'danger';
  return <Badge kind={kind}>{words[outcome]}</Badge>;
}
