import { useEffect, useState } from 'react';
import {
  LicencesWithPrices,
  type LicencesWithPricesData,
  type LicencesWithPricesVariables,
} from '../../api/operations';
import { type Answer, send } from '../../api/send';
import { Table } from '../../parts/table';
import { useMay } from '../../session/use-session';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { assignWords } from './assign-words';

type Chosen = LicencesWithPricesData['licences']['edges'][number]['node'];
const MAX_PAGES = 20;

/** Shows what each licence costs and allows. It has been paid for, so assigning it costs nothing more. */
export function ChosenLicences({ ids }: { ids: readonly string[] }) {
  const words = useWords(assignWords);
  const general = useWords(common);
  const format = useFormat();
  const withPrices = useMay('prices:read');
  const licences = useLicences(ids, withPrices);
  if (licences.length === 0) return null;
  const many = (count: number | null) => (count === null ? words.unlimitedSeats : format.number(count));
  return (
    <div className="section">
      <h3 className="kern-title">{words.chosenLicences}</h3>
      <Table<Chosen>
        caption={words.chosenLicences}
        rows={licences}
        rowKey={({ id }) => id}
        isCountHidden
        columns={[
          {
            key: 'licence',
            title: words.licence,
            cell: ({ name, number }) => (
              <>
                <span className="cell__main">{name}</span>
                <span className="cell__more">{number}</span>
              </>
            ),
          },
          {
            key: 'until',
            title: words.validUntil,
            cell: ({ validUntil }) => (
              <span className="cell-date">{validUntil ? format.lastDay(validUntil) : general.unlimited}</span>
            ),
          },
          { key: 'seats', title: words.seats, isNumeric: true, cell: ({ seats }) => many(seats) },
          { key: 'schools', title: words.maxSchools, isNumeric: true, cell: ({ schoolCount }) => many(schoolCount) },
          ...(withPrices
            ? [
                {
                  key: 'price',
                  title: words.price,
                  isNumeric: true,
                  cell: ({ price }: Chosen) => (price ? format.money(price.cents) : '–'),
                },
              ]
            : []),
        ]}
      />
    </div>
  );
}

/** Reads licences with these ids. The API cannot find licences by id, so it pages through them. */
function useLicences(ids: readonly string[], withPrices: boolean): readonly Chosen[] {
  const [found, setFound] = useState<readonly Chosen[]>([]);
  const key = ids.join(',');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the ids.
  useEffect(() => {
    const control = new AbortController();
    (async () => {
      let chosen: readonly Chosen[] = [];
      for (let after: string | null = null, page = 0; page < MAX_PAGES && chosen.length < ids.length; page++) {
        const variables: LicencesWithPricesVariables = { first: 200, after, withPrices };
        const { data }: Answer<LicencesWithPricesData> = await send(LicencesWithPrices, variables, control.signal);
        const { edges, pageInfo } = data.licences;
        chosen = [...chosen, ...edges.map(({ node }) => node).filter(({ id }) => ids.includes(id))];
        if (!pageInfo.hasNextPage) break;
        after = pageInfo.endCursor;
      }
      setFound(chosen);
    })().catch(() => {
      // The preview shows what matters without them.
    });
    return () => control.abort();
  }, [key, withPrices]);
  return found;
}
