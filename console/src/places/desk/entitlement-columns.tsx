import { Link } from '@tanstack/react-router';
import type { EntitlementRow } from '../../api/operations';
import { StatusBadge } from '../../parts/badge';
import { Rights } from '../../parts/rights';
import type { Column } from '../../parts/table';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { deskWords } from './words';

/** The columns of an entitlement in any list. Its name opens its history. */
export function useEntitlementColumns(onOpen: (id: string) => void): Column<EntitlementRow>[] {
  const words = useWords(deskWords);
  const general = useWords(common);
  const format = useFormat();
  return [
    {
      key: 'licence',
      title: words.licence,
      cell: ({ id, licence }) => (
        <>
          <button type="button" className="link-button cell__main" onClick={() => onOpen(id)}>
            {licence.name}
          </button>
          <span className="cell__more">
            {licence.number} · {licence.publisher}
          </span>
        </>
      ),
    },
    {
      key: 'holder',
      title: words.holder,
      cell: ({ holder, level }) => (
        <>
          {level === 'SCHOOL' ? (
            <Link to="/schools/$number" params={{ number: holder.number }} search={{}}>
              {holder.name}
            </Link>
          ) : (
            holder.name
          )}
          <span className="cell__more">
            {general.level[level]} {holder.number}
          </span>
        </>
      ),
    },
    {
      key: 'rights',
      title: words.rights,
      isMinor: true,
      cell: ({ rights }) => <Rights rights={rights} />,
    },
    {
      key: 'from',
      title: general.from,
      cell: ({ validFrom }) => <span className="cell-date">{format.date(validFrom)}</span>,
    },
    {
      key: 'until',
      title: general.until,
      cell: ({ validUntil, endsWithLicence }) => (
        <>
          <span className="cell-date">{validUntil ? format.lastDay(validUntil) : general.unlimited}</span>
          {endsWithLicence && validUntil && <span className="cell__more">{words.withLicence}</span>}
        </>
      ),
    },
    { key: 'status', title: words.status, cell: ({ status }) => <StatusBadge status={status} /> },
  ];
}
