import { Link } from '@tanstack/react-router';
import { Select, TextField } from '../../parts/fields';
import { Page } from '../../parts/page';
import { PickField } from '../../parts/pick-field';
import {
  findAuthorities,
  findLicences,
  findPublishers,
  findSchools,
  findSubjects,
  findTitles,
} from '../../parts/picks';
import { useMay } from '../../session/use-session';
import { useAddress } from '../../shell/address';
import { useWords } from '../../words/words';
import { CostReport } from './cost-report';
import { DemandReport } from './demand-report';
import { canNarrow, commonOf, GROUPS, groupOf, monthsOf, type Report } from './report-address';
import { ReportFilters } from './report-filters';
import { UseReport } from './use-report';
import { reportWords } from './words';

const TABS = ['use', 'cost', 'demand'] as const satisfies readonly Report[];

/** Shows the reports with one period for all, each with how recent and how exact its figures are. */
export function ReportsPage() {
  const words = useWords(reportWords);
  const [address] = useAddress();
  const mayCost = useMay('prices:read');
  const tabs = TABS.filter((name) => name !== 'cost' || mayCost);
  const tab = tabs.find((name) => name === address.report) ?? 'use';
  return (
    <Page title={words.title}>
      <nav className="tabs" aria-label={words.title}>
        {tabs.map((name) => (
          <Link
            key={name}
            to="/reports"
            search={{ ...commonOf(address), report: name }}
            aria-current={name === tab ? 'page' : undefined}
          >
            {words.tabs[name]}
          </Link>
        ))}
      </nav>
      <Filters tab={tab} />
      <Narrow report={tab} />
      <ReportFilters report={tab} />
      {tab === 'use' && <UseReport />}
      {tab === 'cost' && <CostReport />}
      {tab === 'demand' && <DemandReport />}
    </Page>
  );
}

function Filters({ tab }: { tab: (typeof TABS)[number] }) {
  const words = useWords(reportWords);
  const [address, setAddress] = useAddress();
  const { from, until } = monthsOf(address);
  return (
    <search className="filters">
      <TextField
        label={words.from}
        type="month"
        value={from}
        max={until}
        onChange={(month) => setAddress({ from: month })}
      />
      <TextField
        label={words.until}
        type="month"
        value={until}
        min={from}
        onChange={(month) => setAddress({ until: month })}
      />
      {tab === 'use' && (
        <>
          <Select
            label={words.by}
            value={groupOf(address)}
            options={GROUPS.map((group) => [group, words.groups[group]])}
            onChange={(by) => setAddress({ by })}
          />
          <Select
            label={words.compare}
            value={address.compare ?? 'NONE'}
            options={Object.entries(words.comparisons)}
            onChange={(compare) => setAddress({ compare: compare === 'NONE' ? '' : compare })}
          />
        </>
      )}
      {tab === 'cost' && (
        <>
          <Select
            label={words.by}
            value={address.by ?? 'LICENCE'}
            options={Object.entries(words.costGroups)}
            onChange={(by) => setAddress({ by })}
          />
          <Select
            label={words.order}
            value={address.order ?? 'CENTS'}
            options={Object.entries(words.orders)}
            onChange={(order) => setAddress({ order })}
          />
        </>
      )}
      {tab === 'demand' && (
        <Select
          label={words.by}
          value={address.by ?? 'TITLE'}
          options={Object.entries(words.demandGroups)}
          onChange={(by) => setAddress({ by })}
        />
      )}
    </search>
  );
}

const PICKS = {
  authorities: findAuthorities,
  schools: findSchools,
  titles: findTitles,
  subjects: findSubjects,
  publishers: findPublishers,
  licences: findLicences,
} as const;

/** Sets filters without a click on a row. What is chosen stands above the report, where it can be removed. */
function Narrow({ report }: { report: Report }) {
  const words = useWords(reportWords);
  const [address, setAddress] = useAddress();
  const mayLicences = useMay('entitlements:read');
  const names = (Object.keys(PICKS) as (keyof typeof PICKS)[]).filter(
    (name) => canNarrow(name, report, address) && (name !== 'licences' || mayLicences),
  );
  return (
    <details className="narrow">
      <summary>{words.narrow}</summary>
      <div className="filters">
        {names.map((name) => (
          <PickField
            key={`${name} ${address[name] ?? ''}`}
            label={words.narrowBy[name]}
            value=""
            find={PICKS[name]}
            onChange={(id) => setAddress({ [name]: id }, false)}
          />
        ))}
      </div>
    </details>
  );
}
