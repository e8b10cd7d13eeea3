import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { DeskCount, DeskEntitlements, type EntitlementRow } from '../../api/operations';
import { usePages } from '../../api/use-pages';
import { useQuery } from '../../api/use-query';
import { Button } from '../../parts/button';
import { FailureAlert } from '../../parts/failure-alert';
import { Check, Select, TextField } from '../../parts/fields';
import { Page } from '../../parts/page';
import { PickField } from '../../parts/pick-field';
import { findLicences } from '../../parts/picks';
import { Empty, Loading } from '../../parts/states';
import { Table } from '../../parts/table';
import { useMay } from '../../session/use-session';
import { useAddress } from '../../shell/address';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { ACTIONS, type Action } from './change-request';
import { useEntitlementColumns } from './entitlement-columns';
import { entitlementFilterOf } from './entitlement-filter';
import { EntitlementPanel } from './entitlement-panel';
import { SchoolFilters } from './school-filters';
import { deskWords } from './words';

/**
 * Lists all entitlements that the reader may see. They can be filtered and changed together, and each opens its
 * history.
 */
export function DeskPage() {
  const words = useWords(deskWords);
  const [address, setAddress] = useAddress();
  const mayAssign = useMay('entitlements:write');
  const filter = entitlementFilterOf(address);
  const pages = usePages(DeskEntitlements, { filter, first: 100 }, ({ entitlements }) => entitlements);
  // Counting a hundred thousand takes longer than reading a page of them, so the count begins when the page is there.
  const counted = useQuery(DeskCount, pages.first && { filter });
  const totalCount = counted.isLoading ? null : (counted.data?.entitlements.totalCount ?? null);
  const columns = useEntitlementColumns((entitlement) => setAddress({ entitlement }));
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isAllMatching, setAllMatching] = useState(false);
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setAllMatching(false);
    setSelected(next);
  };
  const isAll = pages.rows.length > 0 && pages.rows.every(({ id }) => selected.has(id));
  const clear = () => {
    setSelected(new Set());
    setAllMatching(false);
  };
  return (
    <Page
      title={words.title}
      actions={
        mayAssign && (
          <Link className="kern-btn kern-btn--primary" to="/desk/assign" search={{}}>
            <span className="kern-label">{words.assign}</span>
          </Link>
        )
      }
    >
      <Filters onChange={clear} />
      {pages.failure ? (
        <FailureAlert failure={pages.failure} onAgain={pages.reload} />
      ) : pages.first === null ? (
        <Loading />
      ) : pages.rows.length === 0 ? (
        <Empty title={words.none}>{words.noneText}</Empty>
      ) : (
        <Table<EntitlementRow>
          caption={words.title}
          columns={columns}
          rows={pages.rows}
          rowKey={({ id }) => id}
          nameOf={({ licence, holder }) => `${licence.name}, ${holder.name}`}
          totalCount={totalCount}
          hasMore={pages.hasMore}
          onMore={pages.more}
          isLoading={pages.isLoading}
          selection={
            mayAssign
              ? {
                  has: (id) => isAllMatching || selected.has(id),
                  toggle,
                  isAll: isAllMatching || isAll,
                  toggleAll: () => {
                    setAllMatching(false);
                    setSelected(isAll || isAllMatching ? new Set() : new Set(pages.rows.map(({ id }) => id)));
                  },
                }
              : undefined
          }
        />
      )}
      {(selected.size > 0 || isAllMatching) && (
        <Batch
          ids={isAllMatching ? null : [...selected]}
          totalCount={totalCount}
          onAllMatching={() => setAllMatching(true)}
          onClear={clear}
        />
      )}
      {address.entitlement && (
        <EntitlementPanel id={address.entitlement} onClose={() => setAddress({ entitlement: '' })} />
      )}
    </Page>
  );
}

interface BatchProps {
  /** The chosen ids; null where all that match are chosen. */
  ids: readonly string[] | null;
  /** Null until they are counted. */
  totalCount: number | null;
  onAllMatching(): void;
  onClear(): void;
}

function Batch({ ids, totalCount, onAllMatching, onClear }: BatchProps) {
  const words = useWords(deskWords);
  const format = useFormat();
  const [address] = useAddress();
  const navigate = useNavigate();
  const go = (action: Action) => {
    const { entitlement: _, ...filters } = address;
    const search = { ...filters, action, ...(ids === null ? { all: '1' } : { ids: ids.join(',') }) };
    void navigate({ to: '/desk/change', search: search as Record<string, string> });
  };
  return (
    <section className="batch" aria-label={words.batch}>
      <p className="batch__count" role="status">
        {ids === null
          ? words.allMatching(totalCount === null ? '' : format.number(totalCount))
          : words.selected(format.number(ids.length))}
      </p>
      {ids !== null && totalCount !== null && ids.length < totalCount && (
        <Button look="tertiary" onClick={onAllMatching}>
          {words.selectMatching(format.number(totalCount))}
        </Button>
      )}
      {ACTIONS.map((action) => (
        <Button key={action} onClick={() => go(action)}>
          {words.actions[action]}
        </Button>
      ))}
      <Button look="tertiary" icon="close" iconOnly onClick={onClear}>
        {words.clear}
      </Button>
    </section>
  );
}

function Filters({ onChange }: { onChange(): void }) {
  const words = useWords(deskWords);
  const general = useWords(common);
  const [address, setAddress] = useAddress();
  const set = (changes: Record<string, string>) => {
    onChange();
    setAddress(changes);
  };
  return (
    <search className="filters" aria-label={words.filters}>
      <Select
        label={words.status}
        value={address.status ?? ''}
        options={[['', words.open], ...Object.entries(general.status), ['ALL', words.any]]}
        onChange={(status) => set({ status })}
      />
      <Select
        label={words.level}
        value={address.level ?? ''}
        options={[['', words.any], ...Object.entries(general.level)]}
        onChange={(level) => set({ level })}
      />
      <TextField label={words.endsBefore} type="date" value={address.ends ?? ''} onChange={(ends) => set({ ends })} />
      <PickField
        label={words.licence}
        value={address.licence ?? ''}
        find={findLicences}
        onChange={(licence) => set({ licence })}
      />
      <SchoolFilters onSet={set} />
      <Check label={words.mine} checked={address.mine === '1'} onChange={(on) => set({ mine: on ? '1' : '' })} />
    </search>
  );
}
