/** The report of uses: which ones are counted, divided by period and groups, as rows and in total. */
import { Args, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { type Level, organisationKey } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import type { SubgraphContext } from '../../subgraph/context';
import { listFingerprint, pageOf } from '../../subgraph/schema/connection';
import { allowedUses } from '../authorisation/allowed';
import type { OrganisationOfUses } from '../authorisation/allowed-queries';
import { Title } from '../entities';
import { roundingBase } from '../rounding';
import { METRICS } from './metrics';
import { MAXIMUM_ROWS, type UsageFilter, UsageReportArguments, UsageRowsArguments } from './report-arguments';
import { decodePlace, encodePlace } from './report-cursor';
import { asksForLicences, type OrganisationIds } from './report-filter';
import { areByLicence, type UsageGroup } from './report-groups';
import { hasEnded, nameOf, periodOf } from './report-period';
import {
  findTotals,
  listRows,
  type ReportAsked,
  type ReportRow,
  type ReportTotals,
  type RowsAsked,
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
    if (period.granularity === 'DAY' && (areByLicence(groupBy) || asksForLicences(filter))) {
      throw badUserInput('granularity: DAY does not tell licences, levels and rights apart. Ask by MONTH.');
    }
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
  @Directive(`@listSize(assumedSize: ${MAXIMUM_ROWS}, slicingArguments: ["first"], sizedFields: ["edges"])`)
  async rows(
    @Root() { asked }: UsageReport,
    @Args(() => UsageRowsArguments) given: UsageRowsArguments,
    @Ctx() { session, now }: SubgraphContext,
  ): Promise<UsageRowConnection> {
    const { first, after } = given;
    if (first < 1 || first > MAXIMUM_ROWS) {
      throw badUserInput(
        `first: must be between 1 and ${MAXIMUM_ROWS}; got ${first}. Request the following rows with after.`,
      );
    }
    const order = given.order ?? { by: 'PERIOD', direction: 'ASC' };
    const { period, groupBy, filter, roundedTo } = asked;
    const fingerprint = listFingerprint('usageReport', period, groupBy, filter, roundedTo, order);
    const place = after ? decodePlace(fingerprint, after, order.by) : null;
    const page = (of: Pick<RowsAsked, 'first' | 'after'>) => listRows(session, asked, { order, ...of });
    const rows = await page({ first, after: place });
    const positions = new Map(rows.map((row) => [toRow(row, asked, now), row]));
    const { edges, pageInfo } = pageOf([...positions.keys()], first, after, fingerprint, (row) =>
      encodePlace(positions.get(row) as ReportRow, order.by),
    );
    return {
      edges,
      pageInfo,
      /** A page after the last row has nothing that tells how many there are. */
      totalCount: async () =>
        (rows[0] ?? (place ? (await page({ first: 1, after: null }))[0] : undefined))?.totalCount ?? 0,
    };
  }

  @FieldResolver(() => UsageFigures, {
    description: 'Of everything that the report counts, each use once, whatever it is grouped by.',
  })
  @Directive('@cost(weight: 100)')
  async totals(@Root() { asked }: UsageReport, @Ctx() { session }: SubgraphContext): Promise<UsageFigures> {
    return figuresOf(await findTotals(session, asked), '');
  }

  @FieldResolver(() => UsageFigures, {
    nullable: true,
    description: 'The totals of what the period is compared with; null where nothing was to be compared.',
  })
  @Directive('@cost(weight: 100)')
  async previousTotals(
    @Root() { asked }: UsageReport,
    @Ctx() { session }: SubgraphContext,
  ): Promise<UsageFigures | null> {
    return asked.period.before ? figuresOf(await findTotals(session, asked), 'before_') : null;
  }
}

@Resolver(() => UsageRowConnection)
export class UsageRowConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many rows the whole report has.' })
  totalCount(@Root() connection: UsageRowConnection): Promise<number> {
    return connection.totalCount();
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

function toRow(row: ReportRow, { period, groupBy }: ReportAsked, now: number): UsageRow {
  const names = [
    { id: row.id1, name: row.name1 },
    { id: row.id2, name: row.name2 },
  ];
  return {
    period: nameOf(period, row.begins),
    hasEnded: hasEnded(period, row.begins, now),
    groups: groupBy.map((group, at) => groupOf(group, names[at] as (typeof names)[number])),
    figures: figuresOf(row, ''),
    previous: period.before ? figuresOf(row, 'before_') : null,
  };
}

function groupOf(group: UsageGroup, { id, name }: { id: string | null; name: string | null }): UsageGroupValue {
  return { group, id, name, title: group === 'TITLE' && id !== null ? Object.assign(new Title(), { id }) : null };
}

function figuresOf(row: ReportTotals, which: '' | 'before_'): UsageFigures {
  return Object.assign(
    new UsageFigures(),
    Object.fromEntries(METRICS.map((metric) => [metric, row[`${which}${metric}`]])),
  );
}
