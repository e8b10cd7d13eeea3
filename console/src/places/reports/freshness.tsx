import { Link } from '@tanstack/react-router';
import type { UsageMonthsData } from '../../api/operations';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { reportWords } from './words';

interface Props {
  coverage: NonNullable<UsageMonthsData['usageReport']>['coverage'];
  roundedTo: number;
}

/** Shows how exact and how recent the figures are, and which schools are not included. */
export function Freshness({ coverage: { months, missing }, roundedTo }: Props) {
  const words = useWords(reportWords);
  const format = useFormat();
  const last = months.at(-1);
  const waiting = months.find(({ countedUntil }) => countedUntil !== null)?.countedUntil;
  const facts = [
    roundedTo > 1 ? words.rounded(format.number(roundedTo)) : words.exact,
    waiting ? words.counted(format.time(waiting)) : words.complete,
    last && words.reported(format.number(last.schools), last.schools === 1, format.month(last.month)),
  ];
  const more = missing.totalCount - missing.edges.length;
  return (
    <div className="freshness">
      <p className="note">{facts.filter(Boolean).join(' · ')}</p>
      {missing.totalCount > 0 && (
        <details>
          <summary>{words.missing(format.number(missing.totalCount), missing.totalCount === 1)}</summary>
          <p className="note">{words.missingNote}</p>
          <ul className="missing">
            {missing.edges.map(({ node }) => (
              <li key={node.school}>
                <Link to="/schools/$number" params={{ number: node.school.replace(/^\w+:/, '') }} search={{}}>
                  {node.name}
                </Link>
              </li>
            ))}
            {more > 0 && <li>{words.moreMissing(format.number(more))}</li>}
          </ul>
        </details>
      )}
    </div>
  );
}
