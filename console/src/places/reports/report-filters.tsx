/** What the reports are narrowed to: above each of them, to be taken away there. */
import { type UsageGroup, UsageTable } from '../../api/operations';
import { useQuery } from '../../api/use-query';
import { Chip } from '../../parts/chip';
import { useAddress } from '../../shell/address';
import { common } from '../../words/common';
import { useWords } from '../../words/words';
import { canNarrow, DRILLS, FILTERS, type Filter, monthsOf, type Report } from './report-address';
import { reportWords } from './words';

/** What is known by an id in the address alone, by the rows that were clicked. */
const names = new Map<string, string>();

export function rememberName(filter: Filter, id: string, name: string): void {
  names.set(`${filter} ${id}`, name);
}

const GROUP_OF = Object.fromEntries(Object.entries(DRILLS).map(([group, { filter }]) => [filter, group])) as Readonly<
  Record<Filter, UsageGroup>
>;

/** One list of what canNarrow this report, and one of what the others are narrowed to and this one cannot be. */
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

/** What the report is narrowed to, by its name: where the address alone knows it, the report of it says its name. */
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
