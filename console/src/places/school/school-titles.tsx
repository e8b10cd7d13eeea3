import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import {
  type Audience,
  type SchoolTitlesData,
  SchoolTitles as SchoolTitlesQuery,
  SearchTitlesFor,
} from '../../api/operations';
import { usePages } from '../../api/use-pages';
import { useQuery } from '../../api/use-query';
import { Button } from '../../parts/button';
import { FailureAlert } from '../../parts/failure-alert';
import { Select, TextField } from '../../parts/fields';
import { Section } from '../../parts/page';
import { Rights } from '../../parts/rights';
import { Empty, Loading } from '../../parts/states';
import { type Column, Table } from '../../parts/table';
import { useDebounced } from '../../parts/use-debounced';
import { useAddress } from '../../shell/address';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { Hit } from '../search/hit';
import { schoolWords } from './words';

type Edge = NonNullable<SchoolTitlesData['school']>['licensedTitles']['edges'][number];

const EMPTY = { totalCount: 0, pageInfo: { hasNextPage: false, endCursor: null }, edges: [] };

export function SchoolTitles({ number, at }: { number: string; at: string | null }) {
  const words = useWords(schoolWords);
  const general = useWords(common);
  const format = useFormat();
  const [{ title = '', audience = 'TEACHER' }, setAddress] = useAddress();
  const [text, setText] = useState(title);
  const search = useDebounced(text.trim());
  const pages = usePages(
    SchoolTitlesQuery,
    { number, at, search: search || null, audience: audience as Audience, first: 10 },
    ({ school }) => {
      const { edges, ...rest } = school?.licensedTitles ?? EMPTY;
      return { ...rest, edges: edges.map((edge) => ({ node: edge as Edge })) };
    },
  );
  const columns: Column<Edge>[] = [
    {
      key: 'title',
      title: words.title,
      cell: ({ node }) => (
        <>
          <span className="cell__main">{node.name}</span>
          <span className="cell__more">
            {node.number} · {general.kind[node.kind]} · {node.publisher}
          </span>
        </>
      ),
    },
    {
      key: 'by',
      title: words.by,
      cell: ({ entitlement, level }) => (
        <>
          {entitlement ? entitlement.licence.name : words.openLicence}
          <span className="cell__more">
            {level && general.level[level]}
            {entitlement && level !== 'SCHOOL' && `: ${entitlement.holder.name}`}
          </span>
        </>
      ),
    },
    {
      key: 'rights',
      title: words.rights,
      isMinor: true,
      cell: ({ rights }) => <Rights rights={rights} />,
    },
    {
      key: 'until',
      title: words.ends,
      cell: ({ validUntil }) => (
        <span className="cell-date">{validUntil ? format.lastDay(validUntil) : general.unlimited}</span>
      ),
    },
  ];
  return (
    <Section title={words.titles} id="titles" aside={<p className="section__note">{words.titlesNote}</p>}>
      <div className="filters filters--wide">
        <TextField
          label={words.titleSearch}
          type="search"
          value={text}
          onChange={(value) => {
            setText(value);
            setAddress({ title: value });
          }}
        />
        <Select
          label={words.audience}
          value={audience}
          options={Object.entries(words.audiences)}
          onChange={(value) => setAddress({ audience: value === 'TEACHER' ? '' : value })}
        />
      </div>
      {pages.failure ? (
        <FailureAlert failure={pages.failure} onAgain={pages.reload} />
      ) : pages.first === null ? (
        <Loading />
      ) : pages.rows.length === 0 ? (
        <>
          <Empty title={words.noTitles}>{words.noTitlesText}</Empty>
          {search && at === null && <NotUsable number={number} search={search} audience={audience as Audience} />}
        </>
      ) : (
        <>
          <Table
            caption={words.titles}
            columns={columns}
            rows={pages.rows}
            rowKey={({ node }) => node.id}
            totalCount={pages.totalCount}
            isLoading={pages.isLoading}
          />
          {pages.hasMore && <Button onClick={pages.more}>{general.more}</Button>}
        </>
      )}
    </Section>
  );
}

/** Shows which titles of a search the school may not use, and why. The number of any medium is answered here. */
function NotUsable({ number, search, audience }: { number: string; search: string; audience: Audience }) {
  const words = useWords(schoolWords);
  const { data, failure } = useQuery(SearchTitlesFor, {
    search,
    filter: null,
    orderBy: 'RELEVANCE',
    school: number,
    audience,
    first: 5,
    after: null,
  });
  if (failure) return <FailureAlert failure={failure} />;
  if (!data || data.titles.edges.length === 0) return null;
  return (
    <>
      <h3 className="kern-title">{words.notUsable}</h3>
      <ul className="hits">
        {data.titles.edges.map(({ node }) => (
          <Hit key={node.id} title={node} />
        ))}
      </ul>
      {data.titles.totalCount > data.titles.edges.length && (
        <Link to="/search" search={{ q: search, school: number, ...(audience !== 'TEACHER' && { audience }) }}>
          {words.whyNot}
        </Link>
      )}
    </>
  );
}
