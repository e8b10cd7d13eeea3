/** Asks the GraphQL operation `usageReport`, page by page. */
import type { Ask } from './ask';
import type { Months } from './period';
import type { Figures, Title } from './report-items';

/** The largest page in the schema. */
export const MAX_ROWS = 1_000;

const reportOf = (name: string, aboutGroups: string) => `query ${name}(
  $from: String!, $until: String!, $granularity: UsageGranularity!, $groupBy: [UsageGroup!]!, $filter: UsageFilter!
  $first: Int!, $after: String
) {
  usageReport(from: $from, until: $until, granularity: $granularity, groupBy: $groupBy, filter: $filter) {
    roundedTo
    rows(first: $first, after: $after) {
      edges {
        node {
          period
          groups { group id ${aboutGroups} }
          figures { total requests uniqueInvestigations uniqueRequests notLicensed limitExceeded }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

const FIGURES = reportOf('CounterFigures', '');
const TITLES = reportOf('CounterTitles', 'title { id name publisher year kind }');

export type Granularity = 'MONTH' | 'TOTAL';

export interface Question {
  readonly granularity: Granularity;
  readonly groupBy: readonly ('TITLE' | 'ACCESS_TYPE')[];
  readonly filter: Readonly<Record<string, readonly string[]>>;
  /** The number of rows of a page. */
  readonly first?: number;
  /** Whether titles come with their data. */
  readonly aboutTitles?: boolean;
}

export interface UsageRow {
  /** A month as `2026-01`, or the whole period. */
  readonly period: string;
  readonly groups: readonly {
    readonly group: string;
    readonly id: string | null;
    readonly title?: (Title & { readonly kind: string }) | null;
  }[];
  readonly figures: Figures;
}

interface Answer {
  readonly usageReport: {
    readonly roundedTo: number;
    readonly rows: {
      readonly edges: readonly { readonly node: UsageRow }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  };
}

export type AskUsage = (question: Question) => AsyncGenerator<readonly UsageRow[]>;

/**
 * @param rounded called for each answer with the number to whose multiples its figures are rounded; 1: they are exact
 */
export function askingUsage(ask: Ask, { first: from, last: until }: Months, rounded: (to: number) => void): AskUsage {
  return async function* pages({ first = MAX_ROWS, aboutTitles = false, ...question }) {
    let after = null as string | null;
    do {
      const { usageReport }: Answer = await ask<Answer>(aboutTitles ? TITLES : FIGURES, {
        from,
        until,
        ...question,
        first,
        after,
      });
      const { rows, roundedTo } = usageReport;
      rounded(roundedTo);
      yield rows.edges.map(({ node }) => node);
      after = rows.pageInfo.hasNextPage ? rows.pageInfo.endCursor : null;
    } while (after !== null);
  };
}
