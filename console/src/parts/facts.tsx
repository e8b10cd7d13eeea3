import type { ReactNode } from 'react';

/** KERN’s description list of terms and values. Rows without a value are left out. */
export function Facts({ rows }: { rows: readonly (readonly [term: string, value: ReactNode] | null | false)[] }) {
  return (
    <dl className="kern-description-list facts">
      {rows.map(
        (row) =>
          row && (
            <div className="kern-description-list-item" key={row[0]}>
              <dt className="kern-description-list-item__key">{row[0]}</dt>
              <dd className="kern-description-list-item__value">{row[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
