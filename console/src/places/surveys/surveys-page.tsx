import { Link } from '@tanstack/react-router';
import { SurveyList, type SurveyListData } from '../../api/operations';
import { usePages } from '../../api/use-pages';
import { FailureAlert } from '../../parts/failure-alert';
import { Page } from '../../parts/page';
import { Empty, Loading } from '../../parts/states';
import { type Column, Table } from '../../parts/table';
import { useMay, useSession } from '../../session/use-session';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { surveyWords } from './words';

type Row = SurveyListData['surveys']['edges'][number]['node'];

/** Lists the surveys that the reader conducts, and those that ask the reader's organisations. */
export function SurveysPage() {
  const words = useWords(surveyWords);
  const { bound } = useSession();
  const mayAsk = useMay('entitlements:write') && bound.length > 0;
  const pages = usePages(SurveyList, { first: 50 }, ({ surveys }) => surveys);
  const columns = useColumns();
  return (
    <Page
      title={words.title}
      actions={
        mayAsk && (
          <Link className="kern-btn kern-btn--primary" to="/surveys/new">
            <span className="kern-label">{words.create}</span>
          </Link>
        )
      }
    >
      <p className="kern-body">{words.intro}</p>
      {pages.failure ? (
        <FailureAlert failure={pages.failure} onAgain={pages.reload} />
      ) : pages.first === null ? (
        <Loading />
      ) : pages.rows.length === 0 ? (
        <Empty title={words.none}>{words.noneText}</Empty>
      ) : (
        <Table<Row>
          caption={words.title}
          columns={columns}
          rows={pages.rows}
          rowKey={({ id }) => id}
          hasMore={pages.hasMore}
          onMore={pages.more}
          isLoading={pages.isLoading}
          isCountHidden={pages.hasMore}
        />
      )}
    </Page>
  );
}

function useColumns(): Column<Row>[] {
  const words = useWords(surveyWords);
  const format = useFormat();
  return [
    {
      key: 'title',
      title: words.name,
      cell: ({ id, title, owner }) => (
        <>
          <Link className="cell__main" to="/surveys/$id" params={{ id }}>
            {title}
          </Link>
          <span className="cell__more">
            {words.by} {owner.name}
          </span>
        </>
      ),
    },
    { key: 'state', title: words.state, cell: ({ state }) => words.states[state] },
    {
      key: 'closes',
      title: words.closes,
      cell: ({ closesAt }) => <span className="cell-date">{format.lastDay(closesAt)}</span>,
    },
    {
      key: 'answers',
      title: words.answers,
      cell: ({ askedCount, answeredCount, ownResponses, state }) => (
        <>
          {askedCount !== null && words.answersOf(format.number(answeredCount ?? 0), format.number(askedCount))}
          {ownResponses.length > 0 &&
            (ownResponses.every(({ answeredAt }) => answeredAt) ? words.yours : state === 'OPEN' && words.waiting)}
        </>
      ),
    },
  ];
}
