import { Table } from '../../parts/table';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { reportWords } from './report-words';
import { type Counts, countsOf, refusedOf } from './run-report';

/** Shows what a run has added, changed and refused as tables, and nothing where its output has another form. */
export function RunTables({ report, problems }: { report: string; problems: string }) {
  const words = useWords(reportWords);
  const format = useFormat();
  const tallies = countsOf(report);
  // Rows that were left out stand in the report, and those that stopped an import in the messages.
  const refused = refusedOf(`${report}\n${problems}`);
  const expectedOf = useExpected();
  const names: Readonly<Record<string, string>> = words.whats;
  const counts: Readonly<Record<string, string>> = words.counts;
  return (
    <>
      {tallies.length > 0 && (
        <Table<Counts>
          caption={words.tallies}
          rows={tallies}
          rowKey={({ what }) => what}
          isCountHidden
          columns={[
            { key: 'what', title: words.what, cell: ({ what }) => names[what] ?? what },
            {
              key: 'counts',
              title: words.result,
              cell: (row) =>
                row.counts.map(([name, count]) => `${format.number(count)} ${counts[name] ?? name}`).join(', '),
            },
          ]}
        />
      )}
      {refused.rows.length > 0 && (
        <Table
          caption={words.refused}
          rows={refused.rows}
          rowKey={({ line, element, path, expected }) => `${line} ${element} ${path} ${expected}`}
          totalCount={refused.rows.length + refused.more}
          columns={[
            {
              key: 'line',
              title: words.line,
              isNumeric: true,
              cell: ({ line, element }) => (
                <>
                  {format.number(line)}
                  {element !== null && <span className="cell__more">{words.element(format.number(element))}</span>}
                </>
              ),
            },
            { key: 'path', title: words.path, cell: ({ path }) => path ?? words.whole },
            { key: 'expected', title: words.expected, cell: ({ expected }) => expectedOf(expected) },
            { key: 'found', title: words.found, cell: ({ found }) => found ?? '–' },
          ]}
        />
      )}
      {refused.more > 0 && <p className="note">{words.more(format.number(refused.more))}</p>}
    </>
  );
}

/** Returns what was expected in the language of the page where it is known, otherwise in the words of the command. */
function useExpected(): (text: string) => React.ReactNode {
  const words = useWords(reportWords);
  const types: Readonly<Record<string, string>> = words.types;
  return (text) => {
    if (text === 'is missing') return words.missing;
    const [, most, unit] = /^must have at most (\d+) ?(characters|elements)?$/.exec(text) ?? [];
    if (most !== undefined) return words.atMost(most, unit === 'elements');
    const [, least, of] = /^must have at least (\d+) ?(characters|elements)?$/.exec(text) ?? [];
    if (least !== undefined) return words.atLeast(least, of === 'elements');
    const [, values] = /^must be one of (.*)$/.exec(text) ?? [];
    if (values !== undefined) return words.oneOf(values);
    const [, fields] = /^no such field: (.*); correct or remove it$/.exec(text) ?? [];
    if (fields !== undefined) return words.noField(fields);
    const [, type = ''] = /^must be (.*)$/.exec(text) ?? [];
    return types[type] ?? <span lang="en">{text}</span>;
  };
}
