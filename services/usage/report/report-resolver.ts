/** The report of uses: which ones are counted, divided by period and groups, as rows and in total. */
import { Args, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { type Level, organisationKey } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import type { SubgraphContext } from '../../subgraph/context';
import type { Transaction } from '../../subgraph/database/session';
import { listFingerprint } from '../../subgraph/schema/connection';
import { allowedUses } from '../authorisation/allowed';
import type { OrganisationOfUses } from '../authorisation/allowed-queries';
import { Title } from '../entities';
import { roundingBase } from '../rounding';
import { countedPage, SIZE_OF_ROWS } from './counted-page';
import { UsageCoverage } from './coverage-types';
import { METRICS } from './metrics';
import { type UsageFilter, type UsageOrderBy, UsageReportArguments, UsageRowsArguments } from './report-arguments';
import { decodePlace, encodePlace } from './report-cursor';
import type { OrganisationIds } from './report-filter';
import type { UsageGroup } from './report-groups';
import { hasEnded, nameOf, periodOf, type ReportPeriod } from './report-period';
import {
  findForgottenMonths,
  findTotals,
  isTellingLicences,
  listRows,
  type ReportAsked,
  type ReportRow,
  type ReportTotals,
  type RowPlace,
} from './report-queries';
import { UsageFigures, type UsageGroupValue, UsageReport, type UsageRow, UsageRowConnection } from './report-types';

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
    const { groupBy } = given;
    const filter = given.filter ?? {};
    const period = periodOf(given);
    checkGroups(groupBy);
    checkFilter(filter);
    if (period.granularity === 'DAY') await checkDays(context, period, isTellingLicences({ groupBy, filter }));
    const keys = keysIn(filter);
    const allowed = await allowedUses(context.session, context.caller, 'use.report', keys);
    if (!allowed || new Set(allowed.named.map(({ key }) => key)).size < new Set(keys).size) throw forbidden();
    const roundedTo = roundingBase(context);
    const asked: ReportAsked = {
      period,
      groupBy,
      filter,
      organisations: byLevel(allowed.named),
      bound: allowed.of && byLevel(allowed.of),
      roundedTo,
    };
    return Object.assign(new UsageReport(), { roundedTo, asked });
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
    if (isTellingLicences(asked) && isUnique(order.by)) {
      throw badUserInput(`order: ${order.by} is not told by licence, level or right. Order by another figure.`);
    }
    const { period, groupBy, filter, roundedTo } = asked;
    const fingerprint = listFingerprint('usageReport', period, groupBy, filter, roundedTo, order);
    return countedPage(given, {
      fingerprint,
      list: (count, after: RowPlace | null) => listRows(session, asked, { order, count, after }),
      position: (row) => encodePlace(row, order.by),
      placeOf: (cursor) => decodePlace(fingerprint, cursor, order.by),
      toNode: (row) => toRow(row, asked, now),
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

/** @throws BAD_USER_INPUT where days cannot be told */
async function checkDays(
  { session }: SubgraphContext,
  { first, after, before }: ReportPeriod,
  byLicence: boolean,
): Promise<void> {
  if (byLicence) throw badUserInput('granularity: DAY does not tell licences, levels and rights apart. Ask by MONTH.');
  const forgotten = await findForgottenMonths(session, {
    first: before && before.first < first ? before.first : first,
    after,
  });
  if (forgotten.length > 0) {
    throw badUserInput(
      `from: the uses of ${forgotten.join(', ')} are no longer kept one by one. Ask by MONTH, or for days after ${forgotten.at(-1)}.`,
    );
  }
}

function checkGroups(groupBy: readonly UsageGroup[]): void {
  if (new Set(groupBy).size < groupBy.length) throw badUserInput(`groupBy: ${groupBy[0]} stands there twice.`);
}

function checkFilter(filter: UsageFilter): void {
  for (const [name, list] of Object.entries(filter)) {
    if (list?.length === 0) throw badUserInput(`filter.${name}: empty. Omit it for all.`);
  }
  for (const name of ['titles', 'licences'] as const) {
    const wrong = filter[name]?.find((id) => !isDatabaseId(id));
    if (wrong !== undefined) throw badUserInput(`filter.${name}: “${wrong}” is not an id.`);
  }
}

const LEVELS_IN_FILTER = {
  schools: 'SCHOOL',
  authorities: 'AUTHORITY',
  mediaCentres: 'MEDIA_CENTRE',
  districts: 'DISTRICT',
  regionalAssociations: 'REGIONAL_ASSOCIATION',
  states: 'STATE',
} as const satisfies Partial<Record<keyof UsageFilter, Level>>;

function keysIn(filter: UsageFilter): string[] {
  return (Object.keys(LEVELS_IN_FILTER) as (keyof typeof LEVELS_IN_FILTER)[]).flatMap((name) =>
    (filter[name] ?? []).map((id) => {
      const level = LEVELS_IN_FILTER[name];
      return organisationKey(level, requireOrganisationId(`filter.${name}`, level, id));
    }),
  );
}

function byLevel(organisations: readonly OrganisationOfUses[]): OrganisationIds {
  const ids = new Map<Level, string[]>();
  for (const { level, id } of organisations) ids.set(level, [...(ids.get(level) ?? []), id]);
  return ids;
}

function toRow(row: ReportRow, asked: ReportAsked, now: number): UsageRow {
  const { period, groupBy } = asked;
  const names = [
    { id: row.id1, name: row.name1 },
    { id: row.id2, name: row.name2 },
  ];
  const groups = groupBy.map((group, at) => groupOf(group, names[at] as (typeof names)[number]));
  const [group1 = null, group2 = null] = groups;
  return {
    period: nameOf(period, row.begins),
    hasEnded: hasEnded(period, row.begins, now),
    groups,
    group1,
    group2,
    figures: figuresOf(row, '', asked),
    previous: period.before ? figuresOf(row, 'before_', asked) : null,
  };
}

function groupOf(group: UsageGroup, { id, name }: { id: string | null; name: string | null }): UsageGroupValue {
  return { group, id, name, title: group === 'TITLE' && id !== null ? Object.assign(new Title(), { id }) : null };
}

function figuresOf(row: ReportTotals, which: '' | 'before_', asked: ReportAsked): UsageFigures {
  const figures = METRICS.map((metric) => [metric, row[`${which}${metric}`]]);
  const unknown = isTellingLicences(asked) ? { uniqueRequests: null, uniqueInvestigations: null } : {};
  return Object.assign(new UsageFigures(), Object.fromEntries(figures), unknown);
}

function isUnique(by: UsageOrderBy): boolean {
  return by === 'UNIQUE_REQUESTS' || by === 'UNIQUE_INVESTIGATIONS';
}
