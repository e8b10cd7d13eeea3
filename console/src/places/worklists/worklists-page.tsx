import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Check, Select } from '../../parts/fields';
import { Page } from '../../parts/page';
import { useMay } from '../../session/use-session';
import { useAddress } from '../../shell/address';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { CoveredTwiceList } from './covered-twice-list';
import { DeadlineList } from './deadline-list';
import { LISTS, type ListName, listNameOf, type RowToNote } from './lists';
import { NoteDialog } from './note-dialog';
import { DemandList, FullSeatsList, UnusedList } from './use-lists';
import { worklistWords } from './words';

/** Shows the worklists. Each list has an address, and its rows lead to the desk with everything filled in. */
export function WorklistsPage() {
  const words = useWords(worklistWords);
  const [address] = useAddress();
  const list = listNameOf(address);
  const [noting, setNoting] = useState<RowToNote | null>(null);
  const [turn, setTurn] = useState(0);
  const key = `${list}-${turn}`;
  return (
    <Page title={words.title}>
      <nav className="tabs" aria-label={words.title}>
        {LISTS.map((name) => (
          <Link key={name} to="/worklists" search={{ list: name }} aria-current={name === list ? 'page' : undefined}>
            {words.lists[name]}
          </Link>
        ))}
      </nav>
      <p className="kern-body">{words.texts[list]}</p>
      <Filters list={list} />
      {list === 'expiring' && <DeadlineList list="EXPIRING" key={key} onNote={setNoting} />}
      {list === 'starting' && <DeadlineList list="STARTING" key={key} onNote={setNoting} />}
      {list === 'notice' && <DeadlineList list="NOTICE_DUE" key={key} onNote={setNoting} />}
      {list === 'twice' && <CoveredTwiceList key={key} onNote={setNoting} />}
      {list === 'unused' && <UnusedList key={key} onNote={setNoting} />}
      {list === 'demand' && <DemandList key={key} onNote={setNoting} />}
      {list === 'seats' && <FullSeatsList key={key} onNote={setNoting} />}
      {noting && (
        <NoteDialog
          list={list}
          row={noting}
          onClose={() => setNoting(null)}
          onSaved={() => {
            setNoting(null);
            setTurn(turn + 1);
          }}
        />
      )}
    </Page>
  );
}

/** The other lists hold nothing that only somebody else could change. */
const WITH_FOREIGN: ReadonlySet<ListName> = new Set(['expiring', 'starting', 'twice', 'unused', 'seats']);

function Filters({ list }: { list: ListName }) {
  const words = useWords(worklistWords);
  const format = useFormat();
  const [address, setAddress] = useAddress();
  const mayChange = useMay('entitlements:write');
  const options = (counts: readonly number[], text: (count: string) => string) =>
    counts.map((count) => [String(count), text(format.number(count))] as const);
  return (
    <search className="filters">
      {(list === 'expiring' || list === 'starting' || list === 'notice') && (
        <Select
          label={words.within}
          value={address.within ?? '90'}
          options={options([30, 90, 180, 366], words.days)}
          onChange={(within) => setAddress({ within })}
        />
      )}
      {list === 'unused' && (
        <Select
          label={words.within}
          value={address.within ?? '90'}
          options={options([30, 90, 180, 366], words.past)}
          onChange={(within) => setAddress({ within })}
        />
      )}
      {(list === 'demand' || list === 'seats') && (
        <Select
          label={words.within}
          value={address.months ?? '3'}
          options={options([1, 3, 6, 12], words.months)}
          onChange={(months) => setAddress({ months })}
        />
      )}
      {list === 'twice' && (
        <Select
          label={words.complete}
          value={address.complete ?? 'ALL'}
          options={Object.entries(words.completes)}
          onChange={(complete) => setAddress({ complete: complete === 'ALL' ? '' : complete })}
        />
      )}
      {mayChange && WITH_FOREIGN.has(list) && (
        <Check
          label={words.foreign}
          checked={address.foreign === '1'}
          onChange={(on) => setAddress({ foreign: on ? '1' : '' })}
        />
      )}
      <Select
        label={words.state}
        value={address.state ?? 'OPEN'}
        options={Object.entries(words.states)}
        onChange={(state) => setAddress({ state: state === 'OPEN' ? '' : state })}
      />
      <Select
        label={words.assigned}
        value={address.assigned ?? 'ANY'}
        options={Object.entries(words.assignees)}
        onChange={(assigned) => setAddress({ assigned: assigned === 'ANY' ? '' : assigned })}
      />
    </search>
  );
}
