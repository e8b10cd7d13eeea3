/**
 * The same data needs the same scopes, whichever way leads to it: no path of the schema reaches a type with less than
 * the type itself demands, or else the root fields that answer with it.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildASTSchema, type GraphQLNamedType, type GraphQLSchema, getNamedType, isObjectType, parse } from 'graphql';
import { PROJECT_ROOT } from '../../environment';
import { type AnyOfAll, type Requirements, readRequirements } from './requirements';

const read = (file: string) => parse(readFileSync(path.join(PROJECT_ROOT, 'schema', file), 'utf8'));
const API = buildASTSchema(read('api.graphql'), { assumeValidSDL: true });
const REQUIREMENTS = readRequirements(read('supergraph.graphql'));

/** Decided so, and why. */
const INTENDED = [
  /** The catalogue is no secret: who may ask what a school may use is told which titles that is about. */
  'Query.school.access.title',
  'Mutation.addSchoolsToGroup.schools.school.access.title',
  /** Likewise who may ask how often a title was used, or was denied. */
  'Query.demand.edges.node.title',
  /** What a token is bound to it says itself. */
  'Query.me.organisations',
  /** Notes and subscriptions are for the organisation’s own staff alone, who are bound to it. */
  'Query.demand.edges.node.note.organisation',
  'Query.noticeSubscriptions.organisation',
  /** Who may see an entitlement is told whose it is: the organisation's number and name. */
  'Query.entitlement.holder',
  'Query.entitlements.edges.node.holder',
  'Mutation.acquireSeat.lease.entitlement.holder',
  /** Whoever may assign or amend is told likewise whose that is, and nothing of a holder that is not in reach. */
  'Query.amendment.changes.suspendedSchools',
  /** Who may see a licence is told who bought it. */
  'Mutation.amendLicence.licence.owner',
  'Mutation.createSurvey.candidates.licence.owner',
  'Query.licencesUnused.edges.node.licence.owner',
  /** Who may see a survey is told who asks. */
  'Mutation.createSurvey.owner',
];

test('no path demands less', () => {
  const paths = pathsThatDemandLess(API, REQUIREMENTS);
  expect(paths.filter((found) => !INTENDED.includes(found))).toEqual([]);
  expect(INTENDED.filter((intended) => !paths.includes(intended))).toEqual([]);
});

test('a path that demands less is found: what a seat shows of an entitlement, without the demand of that type', () => {
  const without = new Map(REQUIREMENTS);
  without.delete('Entitlement');
  expect(pathsThatDemandLess(API, without)).toContain('Mutation.acquireSeat.lease.entitlement');
});

interface Reached {
  readonly path: readonly string[];
  readonly type: GraphQLNamedType;
  /** What whoever comes this way has at least. */
  readonly scopes: AnyOfAll;
}

/** The shortest path to each type with each set of scopes; what lies behind one that demands less is not looked at. */
function pathsThatDemandLess(schema: GraphQLSchema, requirements: Requirements): string[] {
  const fields = demandsOfTypes(schema, requirements);
  const found: string[] = [];
  const seen = new Set<string>();
  const roots = [schema.getQueryType(), schema.getMutationType()];
  const reached: Reached[] = roots.flatMap((type) => (type ? [{ path: [type.name], type, scopes: [[]] }] : []));
  for (const { path, type, scopes } of reached) {
    const known = `${type.name} ${JSON.stringify(scopes)}`;
    if (seen.has(known)) continue;
    seen.add(known);
    const wanted = fields.get(type.name);
    if (wanted && !wanted.some((alternative) => covers(scopes, alternative))) {
      found.push(path.join('.'));
      continue;
    }
    for (const [name, field] of Object.entries(isObjectType(type) ? type.getFields() : {})) {
      const next = getNamedType(field.type);
      const required = [type.name, `${type.name}.${name}`, next.name].flatMap(
        (coordinate) => requirements.get(coordinate)?.scopes ?? [],
      );
      reached.push({ path: [...path, name], type: next, scopes: together([scopes, ...required]) });
    }
  }
  return found;
}

/** By type, what it demands itself; else what each root field demands that answers with it, or with a list of it. */
function demandsOfTypes(schema: GraphQLSchema, requirements: Requirements): Map<string, AnyOfAll[]> {
  const fields = new Map<string, AnyOfAll[]>();
  for (const [name, field] of Object.entries(schema.getQueryType()?.getFields() ?? {})) {
    const type = itemOf(getNamedType(field.type));
    const own = requirements.get(type.name)?.scopes ?? [];
    const ofRoot = requirements.get(`Query.${name}`)?.scopes ?? [];
    fields.set(type.name, own.length > 0 ? [together(own)] : [...(fields.get(type.name) ?? []), together(ofRoot)]);
  }
  return fields;
}

/** Of a connection, what its edges hold. */
function itemOf(type: GraphQLNamedType): GraphQLNamedType {
  const edge = isObjectType(type) ? getNamedType(type.getFields().edges?.type) : undefined;
  const node = isObjectType(edge) ? getNamedType(edge.getFields().node?.type) : undefined;
  return node ?? type;
}

/** Several ORs of ANDs as one. */
function together(lists: readonly AnyOfAll[]): AnyOfAll {
  return lists.reduce<AnyOfAll>(
    (sofar, groups) => {
      const choices = sofar.flatMap((all) => groups.map((group) => [...new Set([...all, ...group])].sort()));
      return [...new Map(choices.map((choice) => [choice.join(' '), choice])).values()];
    },
    [[]],
  );
}

/** Whether whoever holds one of these groups holds one of the wanted ones. */
function covers(held: AnyOfAll, wanted: AnyOfAll): boolean {
  return held.every((all) => wanted.some((group) => group.every((scope) => all.includes(scope))));
}
