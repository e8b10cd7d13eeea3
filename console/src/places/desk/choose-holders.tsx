import { useEffect, useState } from 'react';
import { type HolderLevel, HolderName, MatchingSchools } from '../../api/operations';
import { send } from '../../api/send';
import { useQuery } from '../../api/use-query';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { FailureAlert } from '../../parts/failure-alert';
import { Choice } from '../../parts/fields';
import { Empty, Loading } from '../../parts/states';
import { Table } from '../../parts/table';
import { useAddress } from '../../shell/address';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { assignWords } from './assign-words';
import type { AssignmentRequest, Lists } from './assignment-request';
import { SCHOOL_FILTERS, schoolFilterOf } from './entitlement-filter';
import { type Holder, HolderPicker } from './holder-picker';
import { PastedList } from './pasted-list';
import { SchoolFilters } from './school-filters';

type Way = 'named' | 'filter' | 'list';
const known = new Map<string, string>();
const keyOf = ({ level, id }: { level: HolderLevel; id: string }) => `${level}:${id}`;

interface Props {
  request: AssignmentRequest;
  /** The list as it was pasted. */
  pasted: Lists['pasted'];
  onLists(changed: Partial<Lists>): void;
}

/** Chooses holders one by one, by a filter, and from a pasted list. The choices add up. */
export function ChooseHolders({ request, pasted, onLists }: Props) {
  const words = useWords(assignWords);
  const format = useFormat();
  const [address, setAddress] = useAddress();
  const way = (address.way ?? 'named') as Way;
  useNames(request.holders);
  const chosen = request.holders.map((holder) => ({ ...holder, name: known.get(keyOf(holder)) ?? holder.id }));
  const setHolders = (holders: AssignmentRequest['holders']) => setAddress({ holders: holders.map(keyOf).join(',') });
  const add = (holder: Holder) => {
    known.set(keyOf(holder), holder.name);
    if (!request.holders.some((one) => keyOf(one) === keyOf(holder))) setHolders([...request.holders, holder]);
  };
  const remove = (holder: Holder) => setHolders(request.holders.filter((one) => keyOf(one) !== keyOf(holder)));
  const filterText = SCHOOL_FILTERS.map((name) => address[name])
    .filter(Boolean)
    .join(', ');
  return (
    <div className="stack">
      {(request.schools || request.rows.length > 0) && (
        <ul className="chosen">
          {request.schools && (
            <Chip onRemove={() => setAddress({ all: '' })}>{words.takenAll(filterText || words.everything)}</Chip>
          )}
          {request.rows.length > 0 && (
            <Chip onRemove={() => onLists({ list: [], pasted: [] })}>
              {words.takenList(format.number(request.rows.length))}
            </Chip>
          )}
        </ul>
      )}
      <Choice<Way>
        legend={words.by}
        value={way}
        options={Object.entries(words.ways) as [Way, string][]}
        onChange={(next) => setAddress({ way: next === 'named' ? '' : next })}
      />
      {way === 'named' && <HolderPicker label={words.holder} chosen={chosen} onAdd={add} onRemove={remove} />}
      {way !== 'named' && chosen.length > 0 && (
        <ul className="chosen">
          {chosen.map((holder) => (
            <Chip key={keyOf(holder)} onRemove={() => remove(holder)}>
              {holder.name}
            </Chip>
          ))}
        </ul>
      )}
      {way === 'filter' && <ByFilter chosen={chosen} onAdd={add} onRemove={remove} />}
      {way === 'list' && (
        <PastedList
          rows={pasted.length > 0 ? pasted : request.rows}
          onPaste={(rows) => onLists({ pasted: rows })}
          onTake={(list) => onLists({ list })}
        />
      )}
    </div>
  );
}

interface ByFilterProps {
  chosen: readonly Holder[];
  onAdd(holder: Holder): void;
  onRemove(holder: Holder): void;
}

function ByFilter({ chosen, onAdd, onRemove }: ByFilterProps) {
  const words = useWords(assignWords);
  const format = useFormat();
  const [address, setAddress] = useAddress();
  const filter = { ...schoolFilterOf(address), inOperation: true };
  const { data, failure, isLoading } = useQuery(MatchingSchools, { filter, first: 20 });
  const schools = data?.schools.edges.map(({ node }) => node) ?? [];
  const isChosen = (id: string) => chosen.some((holder) => holder.level === 'SCHOOL' && holder.id === id);
  return (
    <>
      <div className="filters">
        <SchoolFilters onSet={(changes) => setAddress({ ...changes, all: '' })} />
      </div>
      {failure ? (
        <FailureAlert failure={failure} />
      ) : !data ? (
        <Loading />
      ) : schools.length === 0 ? (
        <Empty title={words.noneMatch} />
      ) : (
        <>
          {address.all !== '1' && (
            <div>
              <Button icon="check" onClick={() => setAddress({ all: '1' })}>
                {words.takeAll(format.number(data.schools.totalCount))}
              </Button>
            </div>
          )}
          <Table
            caption={words.matching}
            rows={schools}
            rowKey={({ id }) => id}
            nameOf={({ name }) => name}
            totalCount={data.schools.totalCount}
            isLoading={isLoading}
            selection={{
              has: (id) => address.all === '1' || isChosen(id),
              toggle: (id) => {
                const school = schools.find((one) => one.id === id);
                const holder = { level: 'SCHOOL', id, name: school?.name ?? id } as const;
                if (isChosen(id)) onRemove(holder);
                else onAdd(holder);
              },
              isAll: address.all === '1',
              toggleAll: () => setAddress({ all: address.all === '1' ? '' : '1' }),
            }}
            columns={[
              {
                key: 'school',
                title: words.school,
                cell: ({ name, number }) => (
                  <>
                    <span className="cell__main">{name}</span>
                    <span className="cell__more">{number}</span>
                  </>
                ),
              },
              { key: 'form', title: words.form, isMinor: true, cell: ({ form }) => form },
              { key: 'city', title: words.city, cell: ({ city }) => city },
            ]}
          />
        </>
      )}
    </>
  );
}

/** Reads the names of holders that only the address contains. */
function useNames(holders: AssignmentRequest['holders']): void {
  const [, setLoaded] = useState(0);
  const missing = holders
    .filter((holder) => !known.has(keyOf(holder)))
    .map(keyOf)
    .join(',');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `missing` says which of the holders.
  useEffect(() => {
    const control = new AbortController();
    for (const holder of holders.filter((one) => !known.has(keyOf(one))).slice(0, 50)) {
      send(HolderName, { level: holder.level, id: holder.id }, control.signal).then(
        ({ data }) => {
          if (data.organisation) known.set(keyOf(holder), data.organisation.name);
          setLoaded((count) => count + 1);
        },
        () => {
          // The chip shows the id then, and the preview says what is refused.
        },
      );
    }
    return () => control.abort();
  }, [missing]);
}
