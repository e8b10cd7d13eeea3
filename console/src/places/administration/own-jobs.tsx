import { Link } from '@tanstack/react-router';
import { type OwnJobsData, OwnJobs as OwnJobsQuery } from '../../api/operations';
import { useQuery } from '../../api/use-query';
import { FailureAlert } from '../../parts/failure-alert';
import { Empty, Loading } from '../../parts/states';
import { Table } from '../../parts/table';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { administrationWords } from './words';

type Job = NonNullable<OwnJobsData['jobs']>[number];

/** Lists the reader's assignments and changes that run or ran in the background. */
export function OwnJobs() {
  const words = useWords(administrationWords);
  const format = useFormat();
  const { data, failure, reload } = useQuery(OwnJobsQuery, {});
  if (failure) return <FailureAlert failure={failure} onAgain={reload} />;
  if (!data) return <Loading />;
  const jobs = data.jobs ?? [];
  if (jobs.length === 0) return <Empty title={words.noJobs}>{words.noJobsText}</Empty>;
  return (
    <Table<Job>
      caption={words.tabs.jobs}
      rows={jobs}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'started',
          title: words.started,
          cell: ({ createdAt }) => <span className="cell-date">{format.time(createdAt)}</span>,
        },
        {
          key: 'state',
          title: words.state,
          cell: ({ state, error, done, toDo }) => (
            <>
              {words.states[state]}
              {state === 'RUNNING' && toDo !== null && ` (${format.number(done)} / ${format.number(toDo)})`}
              {error && <span className="cell__more">{error}</span>}
            </>
          ),
        },
        {
          key: 'made',
          title: words.made,
          isNumeric: true,
          cell: ({ result, change }) => {
            if (result?.applied) return format.number(result.assigned);
            if (change?.applied) return format.number(change.changed);
            return change?.preview ? words.previewed : (result ?? change) ? words.notApplied : '–';
          },
        },
        {
          key: 'open',
          title: <span className="kern-sr-only">{words.open}</span>,
          cell: ({ id, createdAt }) => (
            <Link to="/desk/job" search={{ job: id }}>
              {words.open}
              <span className="kern-sr-only"> {format.time(createdAt)}</span>
            </Link>
          ),
        },
      ]}
    />
  );
}
