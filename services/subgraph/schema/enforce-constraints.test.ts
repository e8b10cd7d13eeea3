import 'reflect-metadata';
import {
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';
import { CALLER_KINDS, SCOPES_OF_KIND } from '../../../caller/caller';
import { SERVICE_DEFINITIONS } from '../../../commands/service-definitions';
import {
  argumentCoordinate,
  type Constraint,
  type Constraints,
  readConstraints,
} from '../../../request/values/constraints';
import { makeSubgraphSchema } from './schema';

const context = {
  caller: { kind: 'operator', subject: '', scopes: CALLER_KINDS.flatMap((kind) => SCOPES_OF_KIND[kind]), bound: [] },
};

interface Mistake {
  readonly place: string;
  readonly args: object;
  readonly resolve: (args: object) => unknown;
}

/** What is wrong with one value of a scalar; all of it, each by itself. */
type Wrong = (scalar: string, constraint: Constraint) => readonly unknown[];

const TOO_LARGE: Wrong = (_, { maxLength, maxWords }) => [
  ...(maxLength === undefined ? [] : ['x'.repeat(maxLength + 1)]),
  ...(maxWords === undefined ? [] : ['x '.repeat(maxWords + 1)]),
];
const NO_TEXT: Wrong = (scalar) => (scalar === 'ID' || scalar === 'String' ? ['\0', '\ud83c'] : []);

/** Values that are wrong at one place each, for everything that the service is sent. */
function mistakes(
  type: GraphQLInputType,
  coordinate: string,
  constraints: Constraints,
  wrong: Wrong,
): readonly unknown[] {
  const constraint = { ...constraints.get(getNamedType(type).name), ...constraints.get(coordinate) };
  const nullable = isNonNullType(type) ? type.ofType : type;
  const named = getNamedType(nullable);
  const inner = isInputObjectType(named)
    ? Object.values(named.getFields()).flatMap((field) =>
        mistakes(field.type, `${named.name}.${field.name}`, constraints, wrong).map((value) => ({
          [field.name]: value,
        })),
      )
    : wrong(named.name, constraint);
  if (!isListType(nullable)) return inner;
  const { maxItems } = constraint;
  const tooMany = wrong === TOO_LARGE && maxItems !== undefined ? [Array(maxItems + 1).fill({})] : [];
  return [...inner.map((value) => [value]), ...tooMany];
}

async function everyMistake(wrong: Wrong): Promise<Mistake[]> {
  const found: Mistake[] = [];
  for (const [service, definition] of Object.entries(SERVICE_DEFINITIONS)) {
    const { sdl, schema } = await makeSubgraphSchema(definition);
    const constraints = readConstraints(parse(sdl));
    for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
      for (const field of Object.values(type.getFields())) {
        for (const argument of field.args) {
          const place = argumentCoordinate(`${type.name}.${field.name}`, argument);
          for (const value of mistakes(argument.type, place, constraints, wrong)) {
            const resolve = (args: object) =>
              (field.resolve as (...given: unknown[]) => unknown)({}, args, context, {});
            found.push({ place: `${service}: ${place}`, args: { [argument.name]: value }, resolve });
          }
        }
      }
    }
  }
  return found;
}

/** What is said before the remedy: `titles(filter.subjects): 51 items (maximum 50)`. */
function refusalOf({ args, resolve }: Mistake): string {
  try {
    resolve(args);
    return 'no refusal';
  } catch (error) {
    return (error as Error).message.replace(/\. Send .*/, '');
  }
}

test('a service refuses by itself whatever is larger than its schema states, before a resolver sees it', async () => {
  const found = await everyMistake(TOO_LARGE);
  const refusals = found.map((mistake) => `${mistake.place.split('.')[0]}.${refusalOf(mistake)}`);
  expect([...new Set(refusals)].sort()).toMatchInlineSnapshot(`
[
  "licences: Query.licences(after): 2101 characters (maximum 2100)",
  "licences: Query.licences(search): 201 characters (maximum 200)",
  "licences: Query.publishers(after): 2101 characters (maximum 2100)",
  "licences: Query.subjects(after): 2101 characters (maximum 2100)",
  "licences: Query.title(id): 101 characters (maximum 100)",
  "licences: Query.titleByNumber(number): 101 characters (maximum 100)",
  "licences: Query.titles(after): 2101 characters (maximum 2100)",
  "licences: Query.titles(filter.kinds): 8 items (maximum 7)",
  "licences: Query.titles(filter.language): 21 characters (maximum 20)",
  "licences: Query.titles(filter.publisher): 501 characters (maximum 500)",
  "licences: Query.titles(filter.subjects): 21 items (maximum 20)",
  "licences: Query.titles(filter.subjects[0]): 101 characters (maximum 100)",
  "licences: Query.titles(search): 101 words (maximum 100)",
  "licences: Query.titles(search): 501 characters (maximum 500)",
  "licences: Query.titlesByNumber(numbers): 501 items (maximum 500)",
  "licences: Query.titlesByNumber(numbers[0]): 101 characters (maximum 100)",
  "licences: School.access(at): 41 characters (maximum 40)",
  "licences: School.access(titleIds): 501 items (maximum 500)",
  "licences: School.access(titleIds[0]): 101 characters (maximum 100)",
  "licences: School.licensedTitles(after): 2101 characters (maximum 2100)",
  "licences: School.licensedTitles(at): 41 characters (maximum 40)",
  "licences: School.licensedTitles(filter.kinds): 8 items (maximum 7)",
  "licences: School.licensedTitles(filter.language): 21 characters (maximum 20)",
  "licences: School.licensedTitles(filter.publisher): 501 characters (maximum 500)",
  "licences: School.licensedTitles(filter.subjects): 21 items (maximum 20)",
  "licences: School.licensedTitles(filter.subjects[0]): 101 characters (maximum 100)",
  "licences: School.licensedTitles(search): 101 words (maximum 100)",
  "licences: School.licensedTitles(search): 501 characters (maximum 500)",
  "schools: Mutation.acquireSeat(input.school): 101 characters (maximum 100)",
  "schools: Mutation.acquireSeat(input.title): 101 characters (maximum 100)",
  "schools: Mutation.apiKeysUsed(ids): 120001 items (maximum 120000)",
  "schools: Mutation.apiKeysUsed(ids[0]): 101 characters (maximum 100)",
  "schools: Mutation.assignEntitlements(input.holders): 10001 items (maximum 10000)",
  "schools: Mutation.assignEntitlements(input.holders[0].id): 101 characters (maximum 100)",
  "schools: Mutation.assignEntitlements(input.idempotencyKey): 201 characters (maximum 200)",
  "schools: Mutation.assignEntitlements(input.licenceIds): 10001 items (maximum 10000)",
  "schools: Mutation.assignEntitlements(input.licenceIds[0]): 101 characters (maximum 100)",
  "schools: Mutation.assignEntitlements(input.rights): 9 items (maximum 8)",
  "schools: Mutation.assignEntitlements(input.validFrom): 41 characters (maximum 40)",
  "schools: Mutation.assignEntitlements(input.validUntil): 41 characters (maximum 40)",
  "schools: Mutation.releaseSeat(input.lease): 101 characters (maximum 100)",
  "schools: Mutation.releaseSeat(input.school): 101 characters (maximum 100)",
  "schools: Mutation.renewSeat(input.lease): 101 characters (maximum 100)",
  "schools: Mutation.renewSeat(input.school): 101 characters (maximum 100)",
  "schools: Mutation.revokeEntitlements(input.at): 41 characters (maximum 40)",
  "schools: Mutation.revokeEntitlements(input.entitlementIds): 10001 items (maximum 10000)",
  "schools: Mutation.revokeEntitlements(input.entitlementIds[0]): 101 characters (maximum 100)",
  "schools: Mutation.revokeEntitlements(input.reason): 1001 characters (maximum 1000)",
  "schools: Query.apiKeySet(unlessVersion): 101 characters (maximum 100)",
  "schools: Query.entitlement(id): 101 characters (maximum 100)",
  "schools: Query.entitlementLines(ids): 120001 items (maximum 120000)",
  "schools: Query.entitlementLines(ids[0]): 101 characters (maximum 100)",
  "schools: Query.entitlements(after): 2101 characters (maximum 2100)",
  "schools: Query.entitlements(filter.beginsBefore): 41 characters (maximum 40)",
  "schools: Query.entitlements(filter.beginsFrom): 41 characters (maximum 40)",
  "schools: Query.entitlements(filter.createdFrom): 41 characters (maximum 40)",
  "schools: Query.entitlements(filter.endsBefore): 41 characters (maximum 40)",
  "schools: Query.entitlements(filter.endsFrom): 41 characters (maximum 40)",
  "schools: Query.entitlements(filter.holder.id): 101 characters (maximum 100)",
  "schools: Query.entitlements(filter.holderLevels): 8 items (maximum 7)",
  "schools: Query.entitlements(filter.licence): 101 characters (maximum 100)",
  "schools: Query.entitlements(filter.owner.id): 101 characters (maximum 100)",
  "schools: Query.entitlements(filter.school): 101 characters (maximum 100)",
  "schools: Query.entitlements(filter.schools.authority): 101 characters (maximum 100)",
  "schools: Query.entitlements(filter.schools.city): 101 characters (maximum 100)",
  "schools: Query.entitlements(filter.schools.district): 101 characters (maximum 100)",
  "schools: Query.entitlements(filter.schools.form): 501 characters (maximum 500)",
  "schools: Query.entitlements(filter.schools.group): 101 characters (maximum 100)",
  "schools: Query.entitlements(filter.schools.mediaCentre): 101 characters (maximum 100)",
  "schools: Query.entitlements(filter.schools.regionalAssociation): 101 characters (maximum 100)",
  "schools: Query.entitlements(filter.schools.search): 201 characters (maximum 200)",
  "schools: Query.entitlements(filter.schools.search): 21 words (maximum 20)",
  "schools: Query.entitlements(filter.schools.state): 101 characters (maximum 100)",
  "schools: Query.entitlements(filter.status): 6 items (maximum 5)",
  "schools: Query.licenceOwners(ids): 120001 items (maximum 120000)",
  "schools: Query.licenceOwners(ids[0]): 101 characters (maximum 100)",
  "schools: Query.linesOfUses(keys): 120001 items (maximum 120000)",
  "schools: Query.linesOfUses(keys[0]): 101 characters (maximum 100)",
  "schools: Query.organisation(id): 101 characters (maximum 100)",
  "schools: Query.organisationLines(keys): 120001 items (maximum 120000)",
  "schools: Query.organisationLines(keys[0]): 101 characters (maximum 100)",
  "schools: Query.resolveSchools(numbers): 10001 items (maximum 10000)",
  "schools: Query.resolveSchools(numbers[0]): 1001 characters (maximum 1000)",
  "schools: Query.school(number): 101 characters (maximum 100)",
  "schools: Query.school(state): 101 characters (maximum 100)",
  "schools: Query.schoolAuthorities(after): 2101 characters (maximum 2100)",
  "schools: Query.schoolAuthorities(filter.city): 101 characters (maximum 100)",
  "schools: Query.schoolAuthorities(filter.search): 201 characters (maximum 200)",
  "schools: Query.schoolAuthorities(filter.search): 21 words (maximum 20)",
  "schools: Query.schoolAuthority(number): 101 characters (maximum 100)",
  "schools: Query.schoolAuthority(state): 101 characters (maximum 100)",
  "schools: Query.schools(after): 2101 characters (maximum 2100)",
  "schools: Query.schools(filter.authority): 101 characters (maximum 100)",
  "schools: Query.schools(filter.city): 101 characters (maximum 100)",
  "schools: Query.schools(filter.district): 101 characters (maximum 100)",
  "schools: Query.schools(filter.form): 501 characters (maximum 500)",
  "schools: Query.schools(filter.group): 101 characters (maximum 100)",
  "schools: Query.schools(filter.mediaCentre): 101 characters (maximum 100)",
  "schools: Query.schools(filter.regionalAssociation): 101 characters (maximum 100)",
  "schools: Query.schools(filter.search): 201 characters (maximum 200)",
  "schools: Query.schools(filter.search): 21 words (maximum 20)",
  "schools: Query.schools(filter.state): 101 characters (maximum 100)",
  "schools: Query.schools(search): 201 characters (maximum 200)",
  "schools: Query.schools(search): 21 words (maximum 20)",
  "schools: SchoolAuthority.schools(after): 2101 characters (maximum 2100)",
  "schools: Title.availability(at): 41 characters (maximum 40)",
  "schools: Title.availability(school): 101 characters (maximum 100)",
  "usage: Mutation.recordDenials(events): 10001 items (maximum 10000)",
  "usage: Mutation.recordDenials(events[0].id): 101 characters (maximum 100)",
  "usage: Mutation.recordDenials(events[0].school): 101 characters (maximum 100)",
  "usage: Mutation.recordDenials(events[0].session): 101 characters (maximum 100)",
  "usage: Mutation.recordDenials(events[0].title): 101 characters (maximum 100)",
  "usage: Mutation.recordDenials(events[0].usedAt): 41 characters (maximum 40)",
  "usage: Mutation.recordDenials(events[0].userAgent): 501 characters (maximum 500)",
  "usage: Mutation.recordUsage(events): 10001 items (maximum 10000)",
  "usage: Mutation.recordUsage(events[0].id): 101 characters (maximum 100)",
  "usage: Mutation.recordUsage(events[0].school): 101 characters (maximum 100)",
  "usage: Mutation.recordUsage(events[0].session): 101 characters (maximum 100)",
  "usage: Mutation.recordUsage(events[0].title): 101 characters (maximum 100)",
  "usage: Mutation.recordUsage(events[0].usedAt): 41 characters (maximum 40)",
  "usage: Mutation.recordUsage(events[0].userAgent): 501 characters (maximum 500)",
  "usage: Query.costPerUse(after): 2101 characters (maximum 2100)",
  "usage: Query.costPerUse(from): 21 characters (maximum 20)",
  "usage: Query.costPerUse(until): 21 characters (maximum 20)",
  "usage: Query.demand(after): 2101 characters (maximum 2100)",
  "usage: Query.demand(from): 21 characters (maximum 20)",
  "usage: Query.demand(until): 21 characters (maximum 20)",
  "usage: Query.unusedLicences(after): 2101 characters (maximum 2100)",
  "usage: Query.unusedLicences(from): 21 characters (maximum 20)",
  "usage: Query.unusedLicences(until): 21 characters (maximum 20)",
  "usage: Query.unusedTitles(after): 2101 characters (maximum 2100)",
  "usage: Query.unusedTitles(from): 21 characters (maximum 20)",
  "usage: Query.unusedTitles(until): 21 characters (maximum 20)",
  "usage: Query.usageReport(filter.accessTypes): 3 items (maximum 2)",
  "usage: Query.usageReport(filter.audiences): 3 items (maximum 2)",
  "usage: Query.usageReport(filter.authorities): 501 items (maximum 500)",
  "usage: Query.usageReport(filter.authorities[0]): 501 characters (maximum 500)",
  "usage: Query.usageReport(filter.clients): 501 items (maximum 500)",
  "usage: Query.usageReport(filter.clients[0]): 501 characters (maximum 500)",
  "usage: Query.usageReport(filter.districts): 501 items (maximum 500)",
  "usage: Query.usageReport(filter.districts[0]): 501 characters (maximum 500)",
  "usage: Query.usageReport(filter.kinds): 8 items (maximum 7)",
  "usage: Query.usageReport(filter.levels): 8 items (maximum 7)",
  "usage: Query.usageReport(filter.licences): 501 items (maximum 500)",
  "usage: Query.usageReport(filter.licences[0]): 501 characters (maximum 500)",
  "usage: Query.usageReport(filter.mediaCentres): 501 items (maximum 500)",
  "usage: Query.usageReport(filter.mediaCentres[0]): 501 characters (maximum 500)",
  "usage: Query.usageReport(filter.publishers): 501 items (maximum 500)",
  "usage: Query.usageReport(filter.publishers[0]): 501 characters (maximum 500)",
  "usage: Query.usageReport(filter.regionalAssociations): 501 items (maximum 500)",
  "usage: Query.usageReport(filter.regionalAssociations[0]): 501 characters (maximum 500)",
  "usage: Query.usageReport(filter.rights): 9 items (maximum 8)",
  "usage: Query.usageReport(filter.schoolForms): 501 items (maximum 500)",
  "usage: Query.usageReport(filter.schoolForms[0]): 501 characters (maximum 500)",
  "usage: Query.usageReport(filter.schools): 501 items (maximum 500)",
  "usage: Query.usageReport(filter.schools[0]): 501 characters (maximum 500)",
  "usage: Query.usageReport(filter.states): 501 items (maximum 500)",
  "usage: Query.usageReport(filter.states[0]): 501 characters (maximum 500)",
  "usage: Query.usageReport(filter.subjects): 501 items (maximum 500)",
  "usage: Query.usageReport(filter.subjects[0]): 501 characters (maximum 500)",
  "usage: Query.usageReport(filter.titles): 501 items (maximum 500)",
  "usage: Query.usageReport(filter.titles[0]): 501 characters (maximum 500)",
  "usage: Query.usageReport(from): 21 characters (maximum 20)",
  "usage: Query.usageReport(groupBy): 3 items (maximum 2)",
  "usage: Query.usageReport(until): 21 characters (maximum 20)",
  "usage: School.usage(from): 21 characters (maximum 20)",
  "usage: School.usage(until): 21 characters (maximum 20)",
  "usage: SchoolAuthority.usage(from): 21 characters (maximum 20)",
  "usage: SchoolAuthority.usage(until): 21 characters (maximum 20)",
  "usage: Title.usage(from): 21 characters (maximum 20)",
  "usage: Title.usage(until): 21 characters (maximum 20)",
  "usage: UsageCoverage.missing(after): 2101 characters (maximum 2100)",
  "usage: UsageCoverage.reporters(after): 2101 characters (maximum 2100)",
  "usage: UsageReport.rows(after): 4001 characters (maximum 4000)",
]
`);
});

test('a service refuses by itself what PostgreSQL cannot hold or would hold as something else', async () => {
  const found = await everyMistake(NO_TEXT);
  const taken = found.filter((mistake) => !/: Text contains (a NUL|an unpaired)/.test(refusalOf(mistake)));
  expect(taken.map(({ place }) => place)).toEqual([]);
  expect(found.length).toBeGreaterThan(80);
});
