import { Args, Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { dateOf } from '../../../access/calendar';
import type { SubgraphContext } from '../../subgraph/context';
import { decodeCursor, listFingerprint } from '../../subgraph/schema/connection';
import { size } from '../../subgraph/schema/size';
import { MAX_MONTHS } from '../sums/months';
import { countedPage, SIZE_OF_ROWS } from './counted-page';
import { type CoveragePlace, findCoverageOfMonths, listMissingSchools, listReporters } from './coverage-queries';
import {
  CoveragePageArguments,
  UsageCoverage,
  UsageCoverageMonth,
  UsageMissingSchoolConnection,
  UsageReporterConnection,
} from './coverage-types';
import { hasEnded } from './report-period';
import type { ReportQuery } from './report-queries';

@Resolver(() => UsageCoverage)
export class UsageCoverageResolver {
  @Directive('@cost(weight: 50)')
  @Directive(size({ maxItems: MAX_MONTHS }))
  @Directive(`@listSize(assumedSize: ${MAX_MONTHS})`)
  @FieldResolver(() => [UsageCoverageMonth], { description: 'Each month that the period touches.' })
  async months(
    @Root() { asked }: UsageCoverage,
    @Ctx() { session, now }: SubgraphContext,
  ): Promise<UsageCoverageMonth[]> {
    const rows = await findCoverageOfMonths(session, asked);
    const months = { ...asked.period, granularity: 'MONTH' } as const;
    const today = dateOf(now);
    return rows.map(({ first, ...row }) => ({
      ...row,
      month: first.slice(0, 7),
      hasEnded: hasEnded(months, first, today),
    }));
  }

  @FieldResolver(() => UsageReporterConnection, { description: 'Of which schools which clients reported.' })
  @Directive('@cost(weight: 100)')
  @Directive(SIZE_OF_ROWS)
  reporters(
    @Root() { asked }: UsageCoverage,
    @Args(() => CoveragePageArguments) page: CoveragePageArguments,
    @Ctx() { session }: SubgraphContext,
  ): Promise<UsageReporterConnection> {
    const fingerprint = fingerprintOf('usageReporters', asked);
    return countedPage(page, {
      fingerprint,
      list: (count, after: CoveragePlace | null) => listReporters(session, asked, count, after),
      position: ({ name, school, client }) => [name, school, client],
      placeOf: (cursor) => placeOf(fingerprint, cursor, 3),
      toNode: ({ client, ...row }) => ({ ...row, client: client || null }),
    });
  }

  @FieldResolver(() => UsageMissingSchoolConnection, {
    description: 'Schools in operation of which nothing was reported in the whole period.',
  })
  @Directive('@cost(weight: 200)')
  @Directive(SIZE_OF_ROWS)
  missing(
    @Root() { asked }: UsageCoverage,
    @Args(() => CoveragePageArguments) page: CoveragePageArguments,
    @Ctx() { session }: SubgraphContext,
  ): Promise<UsageMissingSchoolConnection> {
    const fingerprint = fingerprintOf('usageMissing', asked);
    return countedPage(page, {
      fingerprint,
      list: (count, after: CoveragePlace | null) => listMissingSchools(session, asked, count, after),
      position: ({ name, school }) => [name, school],
      placeOf: (cursor) => placeOf(fingerprint, cursor, 2),
      toNode: (row) => row,
    });
  }
}

@Resolver(() => UsageReporterConnection)
export class UsageReporterConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many the whole list has.' })
  totalCount(@Root() connection: UsageReporterConnection): Promise<number> {
    return connection.totalCount();
  }
}

@Resolver(() => UsageMissingSchoolConnection)
export class UsageMissingSchoolConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many schools the whole list has.' })
  totalCount(@Root() connection: UsageMissingSchoolConnection): Promise<number> {
    return connection.totalCount();
  }
}

function fingerprintOf(list: string, { period: { first, after }, filter }: ReportQuery): string {
  const { schools, authorities, mediaCentres, districts, regionalAssociations, states, clients } = filter;
  return listFingerprint(
    list,
    first,
    after,
    [schools, authorities, mediaCentres, districts, regionalAssociations, states, clients].map(
      (names) => names ?? null,
    ),
  );
}

function placeOf(fingerprint: string, cursor: string, length: number): CoveragePlace {
  const [name = '', id = '', client = ''] = decodeCursor(fingerprint, cursor, length);
  return { name, id, client };
}
