import { Link } from '@tanstack/react-router';
import type { Run } from '../../api/administer';
import { FailureAlert } from '../../parts/failure-alert';
import { Section } from '../../parts/page';
import { Empty, Loading } from '../../parts/states';
import { Table } from '../../parts/table';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { operatorWords } from './operator-words';
import { useAdministration } from './use-administration';

/** Lists the latest imports and verifications, who started them, and their results. */
export function RunList() {
  const words = useWords(operatorWords);
  const format = useFormat();
  const { data, failure, reload } = useAdministration<{ runs: readonly Run[] }>('runs');
  const whats: Readonly<Record<string, string>> = words.whats;
  return (
    <Section title={words.runs} id="runs">
      {failure ? (
        <FailureAlert failure={failure} onAgain={reload} />
      ) : !data ? (
        <Loading />
      ) : data.runs.length === 0 ? (
        <Empty title={words.noRuns} />
      ) : (
        <Table<Run>
          caption={words.runs}
          rows={data.runs}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'what',
              title: words.what,
              cell: ({ what, isDryRun, files }) => (
                <>
                  <span className="cell__main">{whats[what] ?? what}</span>
                  <span className="cell__more">
                    {[isDryRun && words.trialRun, ...files].filter(Boolean).join(' · ')}
                  </span>
                </>
              ),
            },
            { key: 'state', title: words.state, cell: ({ state }) => words.states[state] },
            {
              key: 'started',
              title: words.started,
              cell: ({ startedAt, startedBy }) => (
                <>
                  <span className="cell-date">{format.time(startedAt)}</span>
                  <span className="cell__more">{startedBy}</span>
                </>
              ),
            },
            {
              key: 'open',
              title: <span className="kern-sr-only">{words.open}</span>,
              cell: ({ id, what, startedAt }) => (
                <Link to="/administration" search={{ view: what === 'audit verify' ? 'verify' : 'imports', run: id }}>
                  {words.open}
                  <span className="kern-sr-only"> {format.time(startedAt)}</span>
                </Link>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}
