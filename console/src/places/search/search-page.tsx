import { useEffect, useRef } from 'react';
import { OwnSchools } from '../../api/operations';
import { useQuery } from '../../api/use-query';
import { Button } from '../../parts/button';
import { FailureAlert } from '../../parts/failure-alert';
import { Check, Select } from '../../parts/fields';
import { Page } from '../../parts/page';
import { PickField } from '../../parts/pick-field';
import { findSchools, nameOfOrganisation } from '../../parts/picks';
import { Empty, Loading } from '../../parts/states';
import { useMay } from '../../session/use-session';
import { useAddress } from '../../shell/address';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { ChosenFilters } from './chosen-filters';
import { FacetPanel } from './facet-panel';
import { rememberNames, useNamesOfChosen } from './facet-text';
import { Hit } from './hit';
import { searchOf } from './search-address';
import { SearchField } from './search-field';
import { listOfFound, useFacets, useTitles } from './use-titles';
import { searchWords } from './words';

/**
 * Searches the catalogue by one field and by facets with counts, and shows for a school whether it may use what is
 * found.
 */
export function SearchPage() {
  const words = useWords(searchWords);
  const [address, setAddress] = useAddress();
  const mayAsk = useMay('access:read');
  const own = useQuery(OwnSchools, mayAsk ? {} : null);
  // A reader with one school is not asked for it.
  const only = own.data?.schools.edges.length === 1 ? own.data.schools.edges[0]?.node.number : undefined;
  const asked = searchOf(address, mayAsk ? address.school || only : undefined);
  const pages = useTitles(asked);
  const counted = useFacets(asked);
  if (counted.facets) rememberNames(counted.facets);
  useNamesOfChosen(address, counted.facets !== null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const search = (q: string) => setAddress({ q }, false);
  const isForeign = pages.failure?.kind === 'forbidden' && Boolean(address.school);
  const isAsking = pages.first === null || (mayAsk && own.data === null && own.failure === null);
  return (
    <Page title={words.title}>
      <search aria-label={words.search}>
        <SearchField asked={asked} onSearch={search} input={input} />
        {mayAsk && <ForSchool isOneSchool={only !== undefined} isChosen={asked.school !== null} />}
      </search>
      {isForeign ? (
        <Empty title={words.noSchool}>{words.noSchoolText}</Empty>
      ) : (
        <div className="search-layout">
          <FacetPanel {...counted} asked={asked} />
          <div>
            <ChosenFilters input={input} />
            {pages.failure ? (
              <FailureAlert failure={pages.failure} onAgain={pages.reload} />
            ) : isAsking ? (
              <Loading />
            ) : (
              <Hits pages={pages} onSearch={search} />
            )}
          </div>
        </div>
      )}
    </Page>
  );
}

function Hits({ pages, onSearch }: { pages: ReturnType<typeof useTitles>; onSearch(text: string): void }) {
  const words = useWords(searchWords);
  const general = useWords(common);
  const format = useFormat();
  const [address, setAddress] = useAddress();
  const count = format.number(pages.totalCount);
  const hits = pages.totalCount === 0 ? words.none : words.hits(count, pages.totalCount === 1);
  const didYouMean = pages.first && listOfFound(pages.first).didYouMean;
  return (
    <section aria-labelledby="hits" aria-busy={pages.isLoading}>
      <div className="hits__head">
        <h2 className="kern-heading-small" id="hits">
          {hits}
        </h2>
        <p className="kern-sr-only" role="status">
          {hits}
        </p>
        <Select
          label={words.order}
          value={address.order ?? 'RELEVANCE'}
          options={Object.entries(words.orders)}
          onChange={(order) => setAddress({ order: order === 'RELEVANCE' ? '' : order })}
        />
      </div>
      {pages.rows.length === 0 && (
        <div className="empty">
          {didYouMean && (
            <p className="empty__title">
              {words.didYouMean}{' '}
              <button type="button" className="link-button" onClick={() => onSearch(didYouMean)}>
                {didYouMean}
              </button>
              ?
            </p>
          )}
          <p className="empty__text">{words.noneText}</p>
        </div>
      )}
      <ul>
        {pages.rows.map((title) => (
          <Hit key={title.id} title={title} />
        ))}
      </ul>
      {pages.hasMore && (
        <div className="actions">
          <Button onClick={pages.more} disabled={pages.isLoading}>
            {general.more}
          </Button>
        </div>
      )}
    </section>
  );
}

const nameOfSchool = nameOfOrganisation('SCHOOL');

/** Chooses the school and the audience of a search. */
function ForSchool({ isOneSchool, isChosen }: { isOneSchool: boolean; isChosen: boolean }) {
  const words = useWords(searchWords);
  const [address, setAddress] = useAddress();
  return (
    <div className="filters">
      {!isOneSchool && (
        <PickField
          label={words.school}
          value={address.school ?? ''}
          find={findSchools}
          nameOf={nameOfSchool}
          onChange={(school) => setAddress({ school, ...(school === '' && { usable: '' }) }, false)}
        />
      )}
      <Select
        label={words.audience}
        value={address.audience ?? 'TEACHER'}
        options={Object.entries(words.audiences)}
        onChange={(audience) => setAddress({ audience: audience === 'TEACHER' ? '' : audience })}
      />
      {isChosen && (
        <Check
          label={words.usableOnly}
          checked={address.usable === '1'}
          onChange={(isOn) => setAddress({ usable: isOn ? '1' : '' }, false)}
        />
      )}
    </div>
  );
}
