import { useState } from 'react';
import type { EntitlementRow } from '../../api/operations';
import { Check } from '../../parts/fields';
import { Section } from '../../parts/page';
import { Empty } from '../../parts/states';
import { Table } from '../../parts/table';
import { useAddress } from '../../shell/address';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { useEntitlementColumns } from '../desk/entitlement-columns';
import { EntitlementPanel } from '../desk/entitlement-panel';
import { schoolWords } from './words';

const ORDER = { IN_FORCE: 0, SUSPENDED: 1, SCHEDULED: 2, ENDED: 3, REVOKED: 4 };

interface Props {
  /** On another day, these are the entitlements whose period contains that day. */
  entitlements: readonly EntitlementRow[];
  isToday: boolean;
}

/** Lists entitlements at all levels. Those in force come first, and ended ones are shown on request. */
export function SchoolEntitlements({ entitlements, isToday }: Props) {
  const words = useWords(schoolWords);
  const format = useFormat();
  const [opened, setOpened] = useState<string | null>(null);
  const [{ ended }, setAddress] = useAddress();
  const columns = useEntitlementColumns(setOpened).map((column) =>
    column.key === 'status' && !isToday ? { ...column, title: words.statusToday } : column,
  );
  const sorted = [...entitlements].sort((one, other) => ORDER[one.status] - ORDER[other.status]);
  // An entitlement that has ended today was in force on that day.
  const open = sorted.filter(({ status }) => ORDER[status] < (isToday ? ORDER.ENDED : ORDER.REVOKED));
  const rows = ended === '1' ? sorted : open;
  return (
    <Section title={words.entitlements} id="entitlements">
      {rows.length === 0 ? (
        <Empty title={words.noEntitlements} />
      ) : (
        <Table caption={words.entitlements} columns={columns} rows={rows} rowKey={({ id }) => id} />
      )}
      {sorted.length > open.length && (
        <Check
          label={words.withEnded(format.number(sorted.length - open.length))}
          checked={ended === '1'}
          onChange={(on) => setAddress({ ended: on ? '1' : '' })}
        />
      )}
      {opened && <EntitlementPanel id={opened} onClose={() => setOpened(null)} />}
    </Section>
  );
}
