import {
  type AuditedObject,
  type AuditFilter,
  type AuditRow,
  AuditTrailPage,
  LicenceAuditTrailPage,
} from '../../api/operations';
import { usePages } from '../../api/use-pages';
import { ChangedValue } from '../../parts/changed-values';
import { Chip } from '../../parts/chip';
import { FailureAlert } from '../../parts/failure-alert';
import { Select, TextField } from '../../parts/fields';
import { Empty, Loading } from '../../parts/states';
import { type Column, Table } from '../../parts/table';
import { useMay } from '../../session/use-session';
import { type Address, useAddress } from '../../shell/address';
import { common } from '../../words/common';
import { asDay, beginOf, endOf, useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { FilterText } from '../desk/filter-text';
import { UndoButton } from '../desk/undo-button';
import { administrationWords } from './words';

const OF_LICENCES: readonly AuditedObject[] = [
  'AGREEMENT',
  'CONTRACT',
  'LICENCE_PACKAGE',
  'LICENCE_TERMS',
  'PACKAGE',
  'PACKAGE_TITLE',
  'PURCHASE',
];

/**
 * The changes that can be undone as a whole. Undoing is not among them, because that would repeat a change that
 * somebody took back.
 */
const UNDOABLE = [
  'assignEntitlements',
  'revokeEntitlements',
  'suspendEntitlements',
  'resumeEntitlements',
  'amendEntitlements',
  'moveEntitlements',
];

function filterOf({ author, organisation, change, object, ...period }: Address): AuditFilter {
  const [from, until] = [asDay(period.from), asDay(period.until)];
  return {
    ...(from && { from: beginOf(from) }),
    ...(until && { until: endOf(until) }),
    ...(author && { author }),
    ...(organisation && { organisation }),
    ...(change && { change }),
    ...(object && { objects: [object as AuditedObject] }),
  };
}

export function AuditTrail({ isOfLicences }: { isOfLicences: boolean }) {
  const words = useWords(administrationWords);
  const [address, setAddress] = useAddress();
  const mayChange = useMay('entitlements:write');
  const operation = isOfLicences ? LicenceAuditTrailPage : AuditTrailPage;
  const pages = usePages(operation, { filter: filterOf(address), first: 100 }, ({ auditTrail }) => auditTrail);
  const columns = useColumns((change) => setAddress({ change }, false));
  const objects = Object.entries(words.objects).filter(
    ([object]) => OF_LICENCES.includes(object as AuditedObject) === isOfLicences,
  );
  return (
    <>
      <search className="filters">
        <TextField
          label={words.from}
          type="date"
          value={address.from ?? ''}
          onChange={(from) => setAddress({ from })}
        />
        <TextField
          label={words.until}
          type="date"
          value={address.until ?? ''}
          onChange={(until) => setAddress({ until })}
        />
        <Select
          label={words.object}
          value={address.object ?? ''}
          options={[['', words.anyObject], ...objects]}
          onChange={(object) => setAddress({ object })}
        />
        <FilterText label={words.author} name="author" onSet={setAddress} />
        <FilterText label={words.organisation} name="organisation" onSet={setAddress} />
      </search>
      {address.change && (
        <ul className="chosen">
          <Chip onRemove={() => setAddress({ change: '' })}>{`${words.filterChange}: ${address.change}`}</Chip>
        </ul>
      )}
      {address.change && mayChange && UNDOABLE.includes(pages.rows[0]?.operation ?? '') && (
        <div className="actions">
          <UndoButton key={address.change} change={address.change} count={pages.totalCount} />
        </div>
      )}
      {pages.failure ? (
        <FailureAlert failure={pages.failure} onAgain={pages.reload} />
      ) : pages.first === null ? (
        <Loading />
      ) : pages.rows.length === 0 ? (
        <Empty title={words.none}>{words.noneText}</Empty>
      ) : (
        <Table<AuditRow>
          caption={words.title}
          columns={columns}
          rows={pages.rows}
          rowKey={({ id }) => id}
          totalCount={pages.totalCount}
          hasMore={pages.hasMore}
          onMore={pages.more}
          isLoading={pages.isLoading}
        />
      )}
    </>
  );
}

/** Shortens an organisation's key: SCHOOL:NW:900102 → Schule 900102 */
export function placeOf(text: string, levels: Readonly<Record<string, string>>): string {
  const [level = '', ...id] = text.split(':');
  return levels[level] ? `${levels[level]} ${id.at(-1)}` : text;
}

function useColumns(onChange: (change: string) => void): Column<AuditRow>[] {
  const words = useWords(administrationWords);
  const general = useWords(common);
  const format = useFormat();
  const operations: Readonly<Record<string, string>> = general.operation;
  return [
    { key: 'at', title: words.at, cell: ({ at }) => <span className="cell-date">{format.time(at)}</span> },
    {
      key: 'what',
      title: words.what,
      cell: ({ operation, object, action, objectId, holder, reason, source }) => (
        <>
          <span className="cell__main">{operations[operation] ?? operation}</span>
          <span className="cell__more">
            {words.objects[object]} {objectId} {words.actions[action]}
            {holder && ` · ${placeOf(holder, general.level)}`}
          </span>
          {source && <span className="cell__more">{source}</span>}
          {reason && <span className="cell__line">„{reason}“</span>}
        </>
      ),
    },
    {
      key: 'who',
      title: words.who,
      isMinor: true,
      cell: ({ author, authorKind, authorOrganisations }) => (
        <>
          {author ?? words.kinds[authorKind]}
          <span className="cell__more">
            {authorOrganisations.map((place) => placeOf(place, general.level)).join(', ')}
          </span>
        </>
      ),
    },
    {
      key: 'details',
      title: words.details,
      cell: ({ values, change }) => (
        <>
          <details className="values">
            <summary>{words.showValues(format.number(values.length), values.length === 1)}</summary>
            <ul>
              {values.map((value) => (
                <li key={value.field}>
                  <ChangedValue value={value} />
                </li>
              ))}
            </ul>
          </details>
          <button type="button" className="link-button" onClick={() => onChange(change)}>
            {words.allOfChange}
            <span className="kern-sr-only"> {change}</span>
          </button>
        </>
      ),
    },
  ];
}
