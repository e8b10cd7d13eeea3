import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { common } from '../words/common';
import { useFormat } from '../words/format';
import { useWords } from '../words/words';

export interface Column<Row> {
  readonly key: string;
  readonly title: ReactNode;
  readonly isNumeric?: boolean;
  /** Whether the column is left out on narrow screens. */
  readonly isMinor?: boolean;
  cell(row: Row): ReactNode;
}

interface Props<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey(row: Row): string;
  /** The length of the whole list, whose beginning `rows` may be; null until it is counted. */
  totalCount?: number | null;
  hasMore?: boolean;
  onMore?: () => void;
  isLoading?: boolean;
  selection?: Selection;
  nameOf?(row: Row): string;
  foot?: ReactNode;
  /** Whether the length of the whole list is unknown. */
  isCountHidden?: boolean;
}

interface Selection {
  has(key: string): boolean;
  toggle(key: string): void;
  /** Whether all loaded rows are selected. */
  readonly isAll: boolean;
  toggleAll(): void;
}

const ROW_HEIGHT = 57;
/** Shorter lists are drawn as a whole, so that the browser’s own search finds every row. */
const DRAWN_WHOLE = 120;

/**
 * A table that stays quick with a hundred thousand rows. It draws the visible rows, and fetches the next page ahead of
 * time.
 */
export function Table<Row>(props: Props<Row>) {
  const { caption, columns, rows, rowKey, totalCount = rows.length, selection, nameOf, foot } = props;
  const words = useWords(common);
  const format = useFormat();
  const body = useRef<HTMLTableSectionElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const isWider = useIsWider(frame);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (body.current) setTop(body.current.getBoundingClientRect().top + window.scrollY);
  }, []);
  const isVirtual = rows.length > DRAWN_WHOLE || props.hasMore === true;
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollMargin: top,
    enabled: isVirtual,
    measureElement: (element) => element.getBoundingClientRect().height,
  });
  const drawn = virtualizer.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  const { onMore, hasMore, isLoading } = props;
  useEffect(() => {
    if (hasMore && !isLoading && last >= rows.length - 40) onMore?.();
  }, [last, rows.length, hasMore, isLoading, onMore]);

  const width = columns.length + (selection ? 1 : 0);
  const before = isVirtual ? Math.max(0, (drawn[0]?.start ?? top) - top) : 0;
  const after = isVirtual ? Math.max(0, virtualizer.getTotalSize() - ((drawn.at(-1)?.end ?? top) - top)) : 0;
  const shown = isVirtual ? drawn.map(({ index }) => index) : rows.map((_, index) => index);
  return (
    <div
      className="table-frame"
      aria-busy={isLoading}
      ref={frame}
      {...(isWider && { tabIndex: 0, role: 'group', 'aria-label': caption })}
    >
      <table className="kern-table kern-table--small" aria-rowcount={totalCount === null ? -1 : totalCount + 1}>
        <caption className="kern-sr-only">{caption}</caption>
        <thead className="kern-table__head">
          <tr className="kern-table__row">
            {selection && (
              <th className="kern-table__header cell--select" scope="col">
                <RowCheck label={words.select(words.all)} isChecked={selection.isAll} onToggle={selection.toggleAll} />
              </th>
            )}
            {columns.map(({ key, title, isNumeric, isMinor }) => (
              <th key={key} className={`kern-table__header${classesOf(isNumeric, isMinor)}`} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="kern-table__body" ref={body}>
          {before > 0 && <Space height={before} width={width} />}
          {shown.map((index) => {
            const row = rows[index];
            if (row === undefined) return null;
            const key = rowKey(row);
            return (
              <tr
                key={key}
                className={`kern-table__row${selection?.has(key) ? ' is-selected' : ''}`}
                aria-rowindex={index + 2}
                data-index={index}
                ref={isVirtual ? virtualizer.measureElement : undefined}
              >
                {selection && (
                  <td className="kern-table__cell cell--select">
                    <RowCheck
                      label={words.select(nameOf?.(row) ?? key)}
                      isChecked={selection.has(key)}
                      onToggle={() => selection.toggle(key)}
                    />
                  </td>
                )}
                {columns.map((column) => (
                  <td key={column.key} className={`kern-table__cell${classesOf(column.isNumeric, column.isMinor)}`}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 && <Space height={after} width={width} />}
        </tbody>
        {foot && <tfoot className="kern-table__footer">{foot}</tfoot>}
      </table>
      {!props.isCountHidden && (
        <p className="table-count" role="status">
          {isLoading || totalCount === null ? words.loading : words.rows(format.number(totalCount), totalCount === 1)}
        </p>
      )}
    </div>
  );
}

/** Returns whether the table is wider than its frame. The frame then takes the focus, so that arrow keys scroll it. */
function useIsWider(frame: RefObject<HTMLDivElement | null>): boolean {
  const [isWider, setWider] = useState(false);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWider(element.scrollWidth > element.clientWidth));
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, [frame]);
  return isWider;
}

function Space({ height, width }: { height: number; width: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row that only keeps the room of those that are not drawn.
    <tr aria-hidden="true">
      <td colSpan={width} style={{ height, padding: 0 }} />
    </tr>
  );
}

function RowCheck({ label, isChecked, onToggle }: { label: string; isChecked: boolean; onToggle(): void }) {
  return <input type="checkbox" className="row-check" aria-label={label} checked={isChecked} onChange={onToggle} />;
}

function classesOf(isNumeric?: boolean, isMinor?: boolean): string {
  return `${isNumeric ? ' kern-table__cell--numeric' : ''}${isMinor ? ' cell--minor' : ''}`;
}
