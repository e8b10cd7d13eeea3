/** Shows the filters of a report above it, where they can be removed. */
import { type UsageGroup, UsageTable } from '../../api/operations';
import { useQuery } from '../../api/use-query';
import { Chip } from '../../parts/chip';
import { useAddress } from '../../shell/address';
import { common } from '../../words/common';
import { useWords } from '../../words/words';
import { canNarrow, DRILLS, FILTERS, type Filter, monthsOf, type Report } from './report-address';
import { reportWords } from './words';

/** The names of rows that were clicked, by their ids, because the address has only ids. */
const names = new Map<string, string>();

export function rememberName(filter: Filter, id: string, name: string): void {
  names.set(`${filter} ${id}`, name);
}

const GROUP_OF = Object.fromEntries(Object.entries(DRILLS).map(([group, { filter }]) => [filter, group])) as Readonly<
  Record<Filter, UsageGroup>
>;

/** Lists the filters that narrow this report, and those of other reports that cannot narrow it. */
export function ReportFilters({ report }: { report: Report }) {
  const words = useWords(reportWords);
  const [address] = useAddress();
  const given = FILTERS.filter((name) => address[name]);
  return (
    <>
      <Chips label={words.filters} filters={given.filter((name) => canNarrow(name, report, address))} />
      <Chips label={words.notHere} filters={given.filter((name) => !canNarrow(name, report, address))} isToldAbove />
    </>
  );
}

function Chips({ label, filters, isToldAbove }: { label: string; filters: readonly Filter[]; isToldAbove?: boolean }) {
  const [address, setAddress] = useAddress();
  if (filters.length === 0) return null;
  return (
    <>
      {isToldAbove && <p className="note">{label}:</p>}
      <ul className="chosen" aria-label={label}>
        {filters.map((name) => (
          <FilterChip
            key={name}
            name={name}
            id={address[name] ?? ''}
            months={monthsOf(address)}
            onRemove={() => setAddress({ [name]: '' })}
          />
        ))}
      </ul>
    </>
  );
}

interface FilterChipProps {
  name: Filter;
  id: string;
  months: { readonly from: string; readonly until: string };
  onRemove(): void;
}

/** Shows the name of a filter. Where only the address knows it, the report of that filter returns its name. */
function FilterChip({ name, id, months, onRemove }: FilterChipProps) {
  const words = useWords(reportWords);
  const general = useWords(common);
  const builtIn: Readonly<Record<string, string>> =
    name === 'kinds' ? general.kind : name === 'audiences' ? words.audiences : {};
  const text = builtIn[id] ?? names.get(`${name} ${id}`);
  const { data } = useQuery(
    UsageTable,
    text === undefined
      ? {
          ...months,
          granularity: 'TOTAL',
          groupBy: [GROUP_OF[name]],
          filter: { [name]: [id] },
          order: null,
          compareWith: null,
          first: 1,
          after: null,
        }
      : null,
  );
  return <Chip onRemove={onRemove}>{text ?? data?.usageReport?.rows.edges[0]?.node.group1?.name ?? id}</Chip>;
}
