/** The report of uses: which ones are counted, divided by period and groups, as rows and in total. */
import { Args, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { dateOf } from '../../../access/calendar';
import { badUserInput } from '../../../request/client-errors';
import type { SubgraphContext } from '../../subgraph/context';
import type { Transaction } from '../../subgraph/database/session';
import { listFingerprint } from '../../subgraph/schema/connection';
import { countedPage, SIZE_OF_ROWS } from './counted-page';
import { UsageCoverage } from './coverage-types';
import { type UsageOrderBy, UsageReportArguments, UsageRowsArguments } from './report-arguments';
import { decodePlace, encodePlace } from './report-cursor';
import { findTotals, isByLicence, listRows, type ReportTotals, type RowPlace } from './report-queries';
import { reportQueryOf } from './report-query';
import { figuresOf, toRow } from './report-rows';
import { UsageFigures, UsageReport, UsageRowConnection } from './report-types';

@Resolver(() => UsageReport)
export class UsageReportResolver {
  @Query(() => UsageReport, {
    nullable: true,
    description:
      'The uses that name one of your organisations at the time of use; for the operator all of them. A school that moved counts under its former organisations until then.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["usage:read"]])')
  @Directive('@policy(policies: [["report-filter-in-reach"]])')
  @Directive('@cost(weight: 20)')
  async usageReport(
    @Args(() => UsageReportArguments) given: UsageReportArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<UsageReport> {
    const query = await reportQueryOf(given, context);
    return Object.assign(new UsageReport(), { roundedTo: query.roundedTo, asked: query });
  }

  @FieldResolver(() => UsageRowConnection, { description: 'The figures, in parts: a page of them at a time.' })
  @Directive('@cost(weight: 200)')
  @Directive(SIZE_OF_ROWS)
  rows(
    @Root() { asked }: UsageReport,
    @Args(() => UsageRowsArguments) given: UsageRowsArguments,
    @Ctx() { session, now }: SubgraphContext,
  ): Promise<UsageRowConnection> {
    const order = given.order ?? { by: 'PERIOD', direction: 'ASC' };
    if (isByLicence(asked) && isUnique(order.by)) {
      throw badUserInput(`order: ${order.by} is not reported by licence, level or right. Order by another figure.`);
    }
    const { period, groupBy, filter, roundedTo } = asked;
    const today = dateOf(now);
    const fingerprint = listFingerprint('usageReport', period, groupBy, filter, roundedTo, order);
    return countedPage(given, {
      fingerprint,
      list: (count, after: RowPlace | null) => listRows(session, asked, { order, count, after }),
      position: (row) => encodePlace(row, order.by),
      placeOf: (cursor) => decodePlace(fingerprint, cursor, order.by),
      toNode: (row) => toRow(row, asked, today),
    });
  }

  @FieldResolver(() => UsageCoverage, { description: 'Who reported at all, and until when.' })
  coverage(@Root() { asked }: UsageReport): UsageCoverage {
    return Object.assign(new UsageCoverage(), { asked });
  }

  @FieldResolver(() => UsageFigures, {
    description: 'Of everything that the report counts, each use once, whatever it is grouped by.',
  })
  @Directive('@cost(weight: 100)')
  async totals(@Root() report: UsageReport, @Ctx() { session }: SubgraphContext): Promise<UsageFigures> {
    return figuresOf(await totalsOf(report, session), '', report.asked);
  }

  @FieldResolver(() => UsageFigures, {
    nullable: true,
    description: 'The totals of what the period is compared with; null where nothing was to be compared.',
  })
  @Directive('@cost(weight: 100)')
  async previousTotals(@Root() report: UsageReport, @Ctx() { session }: SubgraphContext): Promise<UsageFigures | null> {
    const { asked } = report;
    return asked.period.before ? figuresOf(await totalsOf(report, session), 'before_', asked) : null;
  }
}

@Resolver(() => UsageRowConnection)
export class UsageRowConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many rows the whole report has.' })
  totalCount(@Root() connection: UsageRowConnection): Promise<number> {
    return connection.totalCount();
  }
}

/** Found once for both fields. */
function totalsOf(report: UsageReport, reader: Transaction): Promise<ReportTotals> {
  report.found ??= findTotals(reader, report.asked);
  return report.found;
}

function isUnique(by: UsageOrderBy): boolean {
  return by === 'UNIQUE_REQUESTS' || by === 'UNIQUE_INVESTIGATIONS';
}
