/** Queries of the usage service. */
import { type Asked, entity, plain } from './asked';
import { world } from './world';

const usage = 'usage(from: "2026-01", until: "2026-01") { total }';
const report = (fields: string) => `{ usageReport(from: "2026-01", until: "2026-01") { ${fields} } }`;

export const ASKED_OF_USAGE: Record<string, Asked> = {
  'botList.read Query.botList': plain('{ botList { date } }'),
  'school.record Mutation.recordUsage': {
    query: () =>
      `mutation { recordUsage(events: [{ id: "00000000-0000-4000-8000-000000000000", school: "${world.organisation('Schule')}",
        title: "${world.title('Vulkane')}", action: STREAM, usedAt: "${new Date().toISOString()}" }]) { results { outcome code } } }`,
    denied: { recordUsage: { results: [{ outcome: 'REFUSED', code: 'FORBIDDEN' }] } },
  },
  'school.record Mutation.recordDenials': {
    query: () =>
      `mutation { recordDenials(events: [{ id: "00000000-0000-4000-8000-000000000001", school: "${world.organisation('Schule')}",
        title: "${world.title('Vulkane')}", action: NOT_LICENSED, usedAt: "${new Date().toISOString()}" }]) }`,
    denied: { recordDenials: 0 },
  },
  'school.readUsage _entities.School': entity('School', () => world.organisation('Schule'), usage),
  'school.readUsage School.usage': entity('School', () => world.organisation('Schule'), usage),
  'authority.readUsage _entities.SchoolAuthority': entity('SchoolAuthority', () => world.organisation('Stadt'), usage),
  'authority.readUsage SchoolAuthority.usage': entity('SchoolAuthority', () => world.organisation('Stadt'), usage),
  'title.readUsage _entities.Title': entity('Title', () => world.title('Vulkane'), usage),
  'use.report Query.costPerUse': figures('costPerUse', 'by: SCHOOL', 'name', []),
  'use.report Entitlement.cost': cost('Entitlement', () => world.entitlement('Freischaltung')),
  'use.report School.cost': cost('School', () => world.organisation('Schule')),
  'use.report SchoolAuthority.cost': cost('SchoolAuthority', () => world.organisation('Stadt')),
  'use.report Query.demand': figures('demand', 'by: SCHOOL', 'schoolName', []),
  'use.report Query.unusedLicences': figures('unusedLicences', 'first: 1', 'number', []),
  ...sumsOfUse('use.report', '{ licences }', { licences: 0 }),
  ...sumsOfUse('licence.read', '{ licences }', { licences: 0 }),
  ...sumsOfUse('licence.readCost', '{ cents }', { cents: null }),
  'use.report Query.licencesUnused': unusedNow('number', []),
  'licence.read Query.licencesUnused': unusedNow('number', []),
  'licence.readCost Query.licencesUnused': unusedNow('cents', [{ node: { cents: null } }, { node: { cents: null } }]),
  'entitlement.amend Query.licencesUnused': plain(
    '{ licencesUnused(days: 3, amendable: true) { edges { node { number } } } }',
    { licencesUnused: { edges: [] } },
  ),
  'entitlement.amend UnusedLicenceConnection.sums': plain(
    '{ licencesUnused(days: 3, amendable: true) { sums { licences } } }',
    { licencesUnused: { sums: { licences: 0 } } },
  ),
  'entitlement.amend UnusedLicence.prepared': unusedNow('prepared { revoke { entitlementIds } }', [
    { node: { prepared: null } },
    { node: { prepared: null } },
  ]),
  'use.report Query.titlesInDemand': figures('titlesInDemand', 'first: 1', 'notLicensed', []),
  'licence.readCost Query.titlesInDemand': figures('titlesInDemand', 'first: 1', 'offers', [{ node: { offers: 0 } }]),
  'use.report Query.licencesWithFullSeats': figures('licencesWithFullSeats', 'first: 1', 'name', []),
  'licence.amend Query.licencesWithFullSeats': figures(
    'licencesWithFullSeats',
    'amendable: true, first: 1',
    'name',
    [],
  ),
  'licence.amend FullSeatsConnection.sums': plain(
    '{ licencesWithFullSeats(from: "2026-01", until: "2026-12", amendable: true) { sums { licences } } }',
    { licencesWithFullSeats: { sums: { licences: 0 } } },
  ),
  'licence.amend FullSeats.prepared': figures('licencesWithFullSeats', 'first: 1', 'prepared { seats { version } }', [
    { node: { prepared: null } },
  ]),
  'licence.read Query.licencesWithFullSeats': figures('licencesWithFullSeats', 'first: 1', 'name', []),
  'use.report Query.unusedTitles': figures('unusedTitles', 'first: 1', 'views', []),
  'licence.read Query.costPerUse': figures('costPerUse', 'by: LICENCE, first: 1', 'name', [{ node: { name: null } }]),
  'licence.read Query.unusedLicences': figures('unusedLicences', 'first: 1', 'number', []),
  'licence.readCost Query.costPerUse': figures('costPerUse', 'by: SCHOOL', 'name', []),
  'licence.readCost _entities.Entitlement': cost('Entitlement', () => world.entitlement('Freischaltung')),
  'licence.readCost Entitlement.cost': cost('Entitlement', () => world.entitlement('Freischaltung')),
  'licence.readCost School.cost': cost('School', () => world.organisation('Schule')),
  'licence.readCost SchoolAuthority.cost': cost('SchoolAuthority', () => world.organisation('Stadt')),
  'licence.readCost Query.demand': figures('demand', 'by: TITLE', 'offers', [{ node: { offers: 0 } }]),
  'licence.readCost Query.unusedLicences': figures('unusedLicences', 'first: 2', 'cents', [
    { node: { cents: null } },
    { node: { cents: null } },
  ]),
  'title.readUsage Title.usage': entity('Title', () => world.title('Vulkane'), usage),
  ...Object.fromEntries(
    [
      ['Query.usageReport', 'roundedTo'],
      ['UsageReport.rows', 'rows { edges { cursor } }'],
      ['UsageReport.totals', 'totals { total }'],
      ['UsageReport.previousTotals', 'previousTotals { total }'],
      ['UsageRowConnection.totalCount', 'rows { totalCount }'],
      ['UsageReport.coverage', 'coverage { __typename }'],
      ['UsageCoverage.months', 'coverage { months { schools } }'],
      ['UsageCoverage.reporters', 'coverage { reporters { edges { cursor } } }'],
      ['UsageCoverage.missing', 'coverage { missing { edges { cursor } } }'],
      ['UsageReporterConnection.totalCount', 'coverage { reporters { totalCount } }'],
      ['UsageMissingSchoolConnection.totalCount', 'coverage { missing { totalCount } }'],
    ].map(([field, fields]) => [`use.report ${field}`, plain(report(fields as string))]),
  ),
};

function figures(list: string, more: string, field: string, edges: unknown[]): Asked {
  return plain(`{ ${list}(from: "2026-01", until: "2026-01", ${more}) { edges { node { ${field} } } } }`, {
    [list]: { edges },
  });
}

function cost(type: string, id: () => string): Asked {
  return {
    ...entity(type, id, 'cost(from: "2026-01", until: "2026-01")'),
    denied: { _entities: [{ cost: null }] },
  };
}

function sumsOfUse(action: string, fields: string, denied: object): Record<string, Asked> {
  const months = 'from: "2026-01", until: "2026-12"';
  return {
    [`${action} UnusedLicenceConnection.sums`]: plain(`{ licencesUnused(days: 3) { sums ${fields} } }`, {
      licencesUnused: { sums: denied },
    }),
    [`${action} FullSeatsConnection.sums`]: plain(`{ licencesWithFullSeats(${months}) { sums ${fields} } }`, {
      licencesWithFullSeats: { sums: denied },
    }),
  };
}

function unusedNow(field: string, edges: unknown[]): Asked {
  return plain(`{ licencesUnused(days: 3, first: 2) { edges { node { ${field} } } } }`, { licencesUnused: { edges } });
}
