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
  },
  {
    month: 'Month',
    requests: 'Uses',
    notLicensed: 'not licensed',
    seatsTaken: 'seats taken',
    chart: 'Uses by month',
    asTable: 'As a table',
  },
);

interface Month {
  readonly month: string;
  readonly requests: number;
  readonly notLicensed: number;
  readonly limitExceeded: number;
}

const [WIDTH, HEIGHT, FOOT] = [720, 140, 22];

/** Uses by month, seen at a glance; the figures themselves stand in the table behind it. */
export function MonthBars({ months, roundedTo }: { months: readonly Month[]; roundedTo: number }) {
  const words = useWords(barWords);
  const format = useFormat();
  const most = Math.max(1, ...months.map(({ requests }) => requests));
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
        {months.map(({ month, requests }, index) => (
          <g key={month}>
            <rect
              x={index * step + step * 0.2}
              width={step * 0.6}
              y={top(requests)}
              height={HEIGHT - FOOT - top(requests)}
              rx={2}
            />
            <text x={(index + 0.5) * step} y={top(requests) - 4} textAnchor="middle">
              {requests > 0 ? format.number(requests) : ''}
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
            {months.map(({ month, requests, notLicensed, limitExceeded }) => (
              <tr key={month}>
                <td className="kern-table__cell">{format.month(month)}</td>
                {Object.entries({ requests, notLicensed, limitExceeded }).map(([key, value]) => (
                  <td key={key} className="kern-table__cell kern-table__cell--numeric">
                    {format.rounded(value, roundedTo)}
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
