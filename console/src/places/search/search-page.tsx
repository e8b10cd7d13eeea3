import { useEffect, useRef, useState } from 'react';
import type { Operation } from '../../api/operation';
import {
  type Audience,
  OwnSchools,
  SearchFacets,
  SearchTitles,
  SearchTitlesFor,
  type TitleFilter,
  type TitleKind,
} from '../../api/operations';
import { usePages } from '../../api/use-pages';
import { useQuery } from '../../api/use-query';
import { Button } from '../../parts/button';
import { FailureAlert } from '../../parts/failure-alert';
import { Select, TextField } from '../../parts/fields';
import { Page } from '../../parts/page';
import { Empty, Loading } from '../../parts/states';
import { useMay } from '../../session/use-session';
import { type Address, useAddress } from '../../shell/address';
import { useSettled } from '../../shell/school-finder';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { FilterText } from '../desk/filter-text';
import { type FoundHit, Hit } from './hit';
import { searchWords } from './words';

interface Found {
  readonly titles: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: readonly { readonly node: FoundHit }[];
  };
}

/** The catalogue: one field, filters, and for a school whether it may use what is found. */
export function SearchPage() {
  const words = useWords(searchWords);
  const general = useWords(common);
  const format = useFormat();
  const [address, setAddress] = useAddress();
  const [text, setText] = useState(address.q ?? '');
  const search = useSettled(text.trim());
  const mayAsk = useMay('access:read');
  const own = useQuery(OwnSchools, mayAsk ? {} : null);
  // Who has one school only is asked about nothing: it is that one.
  const only = own.data?.schools.edges.length === 1 ? own.data.schools.edges[0]?.node.number : undefined;
  const school = mayAsk ? (address.school ?? only) : undefined;
  const variables = { search: search || null, filter: filterOf(address), first: 20 };
  const audience = (address.audience ?? 'TEACHER') as Audience;
  const operation = (school ? SearchTitlesFor : SearchTitles) as Operation<Found, Record<string, unknown>>;
  const pages = usePages(operation, school ? { ...variables, school, audience } : variables, ({ titles }) => titles);
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => {
    field.current?.querySelector('input')?.focus();
  }, []);
  return (
    <Page title={words.title}>
      <search aria-label={words.filters}>
        <div className="search-field" ref={field}>
          <TextField
            label={words.search}
            type="search"
            value={text}
            onChange={(value) => {
              setText(value);
              setAddress({ q: value });
            }}
          />
        </div>
        <Filters mayAsk={mayAsk} isOneSchool={only !== undefined} />
      </search>
      {pages.failure?.kind === 'forbidden' && address.school ? (
        <Empty title={words.noSchool}>{words.noSchoolText}</Empty>
      ) : pages.failure ? (
        <FailureAlert failure={pages.failure} onAgain={pages.reload} />
      ) : pages.first === null || (mayAsk && own.data === null && own.failure === null) ? (
        <Loading />
      ) : pages.rows.length === 0 ? (
        <Empty title={words.none}>{words.noneText}</Empty>
      ) : (
        <section aria-labelledby="hits">
          <h2 className="kern-heading-small" id="hits">
            <span role="status">{words.hits(format.number(pages.totalCount))}</span>
          </h2>
          <ul aria-busy={pages.isLoading}>
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
      )}
    </Page>
  );
}

function filterOf({ subject, grade, kind, publisher }: Address): TitleFilter {
  return {
    ...(subject && { subjects: [subject] }),
    ...(grade && { grade: Number(grade) }),
    ...(kind && { kinds: [kind as TitleKind] }),
    ...(publisher && { publisher }),
  };
}

function Filters({ mayAsk, isOneSchool }: { mayAsk: boolean; isOneSchool: boolean }) {
  const words = useWords(searchWords);
  const general = useWords(common);
  const format = useFormat();
  const [address, setAddress] = useAddress();
  const { data } = useQuery(SearchFacets, {});
  const facet = (edges: readonly { readonly node: { readonly name: string; readonly titleCount: number } }[] = []) => [
    ['', words.any] as const,
    ...edges.map(({ node }) => [node.name, `${node.name} (${format.number(node.titleCount)})`] as const),
  ];
  const grades = Array.from({ length: 13 }, (_, index) => String(index + 1));
  return (
    <div className="filters">
      <Select
        label={words.subject}
        value={address.subject ?? ''}
        options={facet(data?.subjects.edges)}
        onChange={(subject) => setAddress({ subject })}
      />
      <Select
        label={words.grade}
        value={address.grade ?? ''}
        options={[['', words.any], ...grades.map((grade) => [grade, grade] as const)]}
        onChange={(grade) => setAddress({ grade })}
      />
      <Select
        label={words.kind}
        value={address.kind ?? ''}
        options={[['', words.any], ...Object.entries(general.kind)]}
        onChange={(kind) => setAddress({ kind })}
      />
      <Select
        label={words.publisher}
        value={address.publisher ?? ''}
        options={facet(data?.publishers.edges)}
        onChange={(publisher) => setAddress({ publisher })}
      />
      {mayAsk && !isOneSchool && (
        <FilterText label={words.school} name="school" onSet={(changes) => setAddress(changes)} />
      )}
      {mayAsk && (
        <Select
          label={words.audience}
          value={address.audience ?? 'TEACHER'}
          options={Object.entries(words.audiences)}
          onChange={(audience) => setAddress({ audience: audience === 'TEACHER' ? '' : audience })}
        />
      )}
    </div>
  );
}
