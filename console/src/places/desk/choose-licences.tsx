import { useEffect, useState } from 'react';
import {
  FindLicences,
  type FindLicencesData,
  type FindLicencesVariables,
  type LicenceChoice,
} from '../../api/operations';
import { type Answer, send } from '../../api/send';
import { usePages } from '../../api/use-pages';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { FailureAlert } from '../../parts/failure-alert';
import { TextField } from '../../parts/fields';
import { Empty, Loading } from '../../parts/states';
import { Table } from '../../parts/table';
import { useDebounced } from '../../parts/use-debounced';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { assignWords } from './assign-words';

interface Props {
  ids: readonly string[];
  onChange(ids: readonly string[]): void;
}

const known = new Map<string, string>();

export function ChooseLicences({ ids, onChange }: Props) {
  const words = useWords(assignWords);
  const general = useWords(common);
  const format = useFormat();
  const [text, setText] = useState('');
  const search = useDebounced(text.trim());
  const pages = usePages(FindLicences, { search: search || null, first: 6 }, ({ licences }) => licences);
  for (const { id, name } of pages.rows) known.set(id, name);
  useNames(ids);
  const toggle = (id: string) => onChange(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]);
  return (
    <>
      {ids.length > 0 && (
        <ul className="chosen">
          {ids.map((id) => (
            <Chip key={id} onRemove={() => toggle(id)}>
              {known.get(id) ?? id}
            </Chip>
          ))}
        </ul>
      )}
      <TextField label={words.licenceSearch} type="search" value={text} onChange={setText} autoComplete="off" />
      {pages.failure ? (
        <FailureAlert failure={pages.failure} onAgain={pages.reload} />
      ) : pages.first === null ? (
        <Loading />
      ) : pages.rows.length === 0 ? (
        <Empty title={words.noLicence} />
      ) : (
        <Table<LicenceChoice>
          caption={words.licences}
          rows={pages.rows}
          rowKey={({ id }) => id}
          isLoading={pages.isLoading}
          isCountHidden
          columns={[
            {
              key: 'licence',
              title: words.licence,
              cell: ({ name, number, publisher }) => (
                <>
                  <span className="cell__main">{name}</span>
                  <span className="cell__more">
                    {number} · {publisher}
                  </span>
                </>
              ),
            },
            {
              key: 'levels',
              title: words.heldAt,
              isMinor: true,
              cell: ({ holderLevels }) => holderLevels.map((level) => general.level[level]).join(', '),
            },
            {
              key: 'until',
              title: words.validUntil,
              cell: ({ validUntil }) => (
                <span className="cell-date">{validUntil ? format.lastDay(validUntil) : general.unlimited}</span>
              ),
            },
            {
              key: 'add',
              title: <span className="kern-sr-only">{words.add}</span>,
              cell: ({ id, name }) => (
                <button
                  type="button"
                  className="link-button"
                  aria-pressed={ids.includes(id)}
                  onClick={() => toggle(id)}
                >
                  {ids.includes(id) ? words.added : words.add}
                  <span className="kern-sr-only"> {name}</span>
                </button>
              ),
            },
          ]}
        />
      )}
      {pages.hasMore && (
        <Button look="tertiary" onClick={pages.more}>
          {general.more}
        </Button>
      )}
    </>
  );
}

/**
 * Reads the names of licences that only the address contains. The API cannot find licences by id, so it pages through
 * them.
 */
function useNames(ids: readonly string[]): void {
  const [, setLoaded] = useState(0);
  const missing = ids.filter((id) => !known.has(id)).join(',');
  useEffect(() => {
    if (!missing) return;
    const control = new AbortController();
    (async () => {
      for (let after: string | null = null, page = 0; page < 20; page++) {
        const variables: FindLicencesVariables = { search: null, first: 200, after };
        const { data }: Answer<FindLicencesData> = await send(FindLicences, variables, control.signal);
        for (const { node } of data.licences.edges) known.set(node.id, node.name);
        setLoaded((count) => count + 1);
        if (!data.licences.pageInfo.hasNextPage || missing.split(',').every((id) => known.has(id))) return;
        after = data.licences.pageInfo.endCursor;
      }
    })().catch(() => {
      // The chip shows the id then, and the preview names the licence.
    });
    return () => control.abort();
  }, [missing]);
}
