import { useFormat } from '../words/format';
import { inBoth, useWords } from '../words/words';

const barWords = inBoth(
  {
    month: 'Monat',
    requests: 'Nutzungen',
    notLicensed: 'nicht lizenziert',
    seatsTaken: 'Plätze belegt',
    chart: 'Nutzungen je Monat',
    asTable: 'Als Tabelle',
    notReported: 'nicht gemeldet',
  },
  {
    month: 'Month',
    requests: 'Uses',
    notLicensed: 'not licensed',
    seatsTaken: 'seats taken',
    chart: 'Uses by month',
    asTable: 'As a table',
    notReported: 'not reported',
  },
);

interface Month {
  readonly month: string;
  /** Null where nothing was reported. */
  readonly figures: { readonly requests: number; readonly notLicensed: number; readonly limitExceeded: number } | null;
}

const FIGURES = ['requests', 'notLicensed', 'limitExceeded'] as const;
const [WIDTH, HEIGHT, FOOT] = [720, 140, 22];

/** A bar chart of uses by month. The exact figures stand in the table behind it. */
export function MonthBars({ months, roundedTo }: { months: readonly Month[]; roundedTo: number }) {
  const words = useWords(barWords);
  const format = useFormat();
  const most = Math.max(1, ...months.map(({ figures }) => figures?.requests ?? 0));
  const step = WIDTH / months.length;
  const top = (requests: number) => HEIGHT - FOOT - ((HEIGHT - FOOT - 16) * requests) / most;
  return (
    <figure className="chart">
      <svg
        className="bars"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="xMinYMid"
        role="img"
        aria-label={words.chart}
      >
        <line x1={0} x2={WIDTH} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} />
        {months.map(({ month, figures }, index) => (
          <g key={month}>
            <rect
              x={index * step + step * 0.2}
              width={step * 0.6}
              y={top(figures?.requests ?? 0)}
              height={HEIGHT - FOOT - top(figures?.requests ?? 0)}
              rx={2}
            />
            <text x={(index + 0.5) * step} y={top(figures?.requests ?? 0) - 4} textAnchor="middle">
              {figures === null ? '–' : figures.requests > 0 ? format.number(figures.requests) : ''}
            </text>
            <text x={(index + 0.5) * step} y={HEIGHT - 6} textAnchor="middle">
              {`${month.slice(5)}/${month.slice(2, 4)}`}
            </text>
          </g>
        ))}
      </svg>
      <details>
        <summary>{words.asTable}</summary>
        <table className="kern-table kern-table--small">
          <thead>
            <tr>
              {[words.month, words.requests, words.notLicensed, words.seatsTaken].map((title, index) => (
                <th
                  key={title}
                  scope="col"
                  className={`kern-table__header${index ? ' kern-table__cell--numeric' : ''}`}
                >
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {months.map(({ month, figures }) => (
              <tr key={month}>
                <td className="kern-table__cell">{format.month(month)}</td>
                {FIGURES.map((key) => (
                  <td key={key} className="kern-table__cell kern-table__cell--numeric">
                    {figures ? format.rounded(figures[key], roundedTo) : words.notReported}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
