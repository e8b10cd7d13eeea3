/** Compares an answer with what its caller may see. */
import { isLeafType } from 'graphql';
import { namesAround, ownersOfInstants } from './instants';
import { knownOf } from './known-values';
import { baseOf, monthly } from './months';
import { FIGURES_OF_THEN, hasNeeded, NEEDS } from './needs';
import type { Oracle } from './oracle';
import type { Rights, Scope } from './rights';
import type { Place, Row } from './rows-at';
import { API } from './schema';
import { fieldsOf, keyOf, type Shape, type ShapedField } from './shapes';
import { type ExpectedReport, reportFor } from './use-reports';
import { USES } from './use-rows';
import { ROWS } from './visible';

export interface Asked {
  readonly shape: Shape;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly rights: Rights;
}

export interface Answered {
  /** Whether its headers allow a client to cache it. */
  readonly mayBeKept?: boolean;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

/** Receives what was found in the answers, for the report. */
export interface Observer {
  /** A value was compared with what the caller may see. */
  value(coordinate: string): void;
  /** A root field was selected: whether the caller had a right to it, and whether it was answered with data. */
  root(coordinate: string, mayHave: boolean, answered: boolean): void;
  cursor(list: string, cursor: string): void;
}

const MARK = /#[ol]\d+#/g;
export const UNAVAILABLE = 'SUBGRAPH_UNAVAILABLE';
const FORBIDDEN = 'You may not see or change this, or it does not exist.';
const NEEDS_SCOPE = /^[\w.]+ needs the scope [\w: ,]+\. The token does not carry it\.$/;
/** A list may be present and empty. */
const EMPTY_PAGE: Row = { row: 'nothing' };
/** A service that could not be asked, on a busy machine, reveals nothing; the report counts these errors. */
const EXPECTED_CODES = ['FORBIDDEN', 'BAD_USER_INPUT', 'CURSOR_EXPIRED', 'OPERATION_TOO_COSTLY', UNAVAILABLE];

/** Types whose instants are derived from many rows. */
const DERIVED = [
  'AccessDecision',
  'Availability',
  'LicensedTitleEdge',
  'LicensedTitleChange',
  'LicensedTitleChangeConnection',
  'LicenceAccess',
];

/** @returns what is wrong, in words */
export function complaintsOf(
  { shape, variables, rights }: Asked,
  answer: Answered,
  oracle: Oracle,
  observer: Observer,
): string[] {
  const complaints: string[] = [];
  const secretDates = ownersOfInstants(oracle);

  function walkSelection(
    parentType: string,
    fields: readonly ShapedField[],
    object: Record<string, unknown>,
    parents: readonly Row[],
    path: string,
  ) {
    const candidates = parents.filter((row) => fits(parentType, fields, object, row));
    if (parents.length > 0 && candidates.length === 0) {
      complaints.push(`${path}: ${parentType} ${JSON.stringify(leavesOf(fields, object))} is none that may stand here`);
      return;
    }
    for (const field of fields) {
      const value = object[keyOf(field)];
      const here = `${path}.${keyOf(field)}`;
      const given = Object.fromEntries(field.arguments.map(({ name, variable }) => [name, variables[variable]]));
      const place: Place = { rights, oracle, parents: candidates, given };
      walk(field, value, place, here);
    }
  }

  function walk(field: ShapedField, value: unknown, place: Place, path: string): void {
    const { coordinate } = field;
    if (coordinate.startsWith('Query.') || coordinate.startsWith('Mutation.')) {
      observer.root(coordinate, hasScope(coordinate) && rowsAt(coordinate, place).length > 0, value != null);
    }
    if (value == null) return;
    if (!hasScope(coordinate)) complaints.push(`${path}: given without the scope ${NEEDS[coordinate]}`);
    if (USES[coordinate]) {
      checkUses(field, value, place, path);
      return;
    }
    if (coordinate === 'Query.usageReport') checkReport(field, value as Record<string, unknown>, place, path);
    const rows = rowsAt(coordinate, place);
    if (Array.isArray(value) && value.length === 0) return;
    if (rows.length === 0) {
      complaints.push(`${path}: ${JSON.stringify(value).slice(0, 300)} although nothing may stand here`);
      return;
    }
    if (field.selection.length === 0) {
      checkLeaf(field, value, place, path);
      return;
    }
    for (const [at, item] of (Array.isArray(value) ? value : [value]).entries()) {
      if (item === null) continue;
      const onlyNamed = field.selection.every(({ name }) => name === 'id');
      const seen =
        field.type === 'Entitlement' && !onlyNamed ? rows.filter(({ row }) => rights.entitlements.has(row)) : rows;
      if (seen.length === 0) complaints.push(`${path}.${at}: more than the id of a former organisation’s entitlement`);
      else walkSelection(field.type, field.selection, item, seen, `${path}.${at}`);
    }
  }

  function rowsAt(coordinate: string, place: Place): readonly Row[] {
    const rows = ROWS[coordinate];
    if (!rows && isLeafType(API.getType(typeOf(coordinate)) as never)) return place.parents;
    if (!rows) throw new Error(`nothing says who may see ${coordinate}: write it in test/authority-proof/visible.ts`);
    const found = rows(place);
    const isPage = /(Connection|Edge|PageInfo)$/.test(typeOf(coordinate));
    return isPage && found.length === 0 ? [EMPTY_PAGE] : found.filter((row) => isPage || row !== EMPTY_PAGE);
  }

  function hasScope(coordinate: string): boolean {
    return hasNeeded(coordinate, rights.has);
  }

  /**
   * Checks scalars that no single row has: cursors, and instants that are derived from many rows. All others were
   * compared with their object.
   */
  function checkLeaf({ coordinate, name }: ShapedField, value: unknown, { parents }: Place, path: string): void {
    const [type = ''] = coordinate.split('.');
    observer.value(coordinate);
    const counted = /^(School|SchoolAuthority|Entitlement|AuditEntry)Connection\.totalCount$/.test(coordinate);
    if (counted && Number(value) > parents.filter((row) => row !== EMPTY_PAGE).length)
      complaints.push(`${path}: ${value} are counted, more than may stand there`);
    if (/[cC]ursor$/.test(name)) checkCursor(type, String(value), parents, path);
    if (coordinate === 'LicensedTitleChangeConnection.until') observer.cursor('School.changes.since', String(value));
    if (DERIVED.includes(type) && ['validUntil', 'since', 'changesAt'].includes(name))
      checkInstant(Date.parse(String(value)), parents, path);
    if (coordinate === 'Me.scopes') {
      const more = (value as string[]).filter((scope) => !rights.has(scope as Scope));
      if (more.length > 0) complaints.push(`${path}: scopes that the token does not give: ${more.join(' ')}`);
    }
  }

  function checkCursor(type: string, cursor: string, parents: readonly Row[], path: string): void {
    const [, ...position] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[];
    observer.cursor(type.replace(/(Edge|Connection)$/, ''), cursor);
    const placesOf: Record<string, (row: any) => readonly string[]> = {
      SchoolEdge: ({ number, key }) => [number, key],
      SchoolAuthorityEdge: ({ key }) => [key],
      LicenceEdge: ({ number }) => [number],
      EntitlementEdge: ({ row }) => [row],
      AuditEntryEdge: ({ row }) => [row],
    };
    const place = position.at(-1) as string;
    const isKnown = placesOf[type];
    if (isKnown && !parents.some((row) => isKnown(row).includes(place)))
      complaints.push(`${path}: a cursor at the foreign ${place}`);
  }

  /** Finds an instant that belongs to an entitlement, a licence or a membership which does not concern the school. */
  function checkInstant(at: number, schools: readonly Row[], path: string): void {
    const owners = secretDates.get(at);
    if (!owners) return;
    const own = schools.flatMap(({ row }) => [...namesAround(oracle, row)]);
    if (!owners.some((owner) => own.includes(owner)))
      complaints.push(`${path}: an instant of the foreign ${owners.join(', ')}`);
  }

  function checkUses(field: ShapedField, value: unknown, place: Place, path: string): void {
    const list = value as Record<string, unknown>[];
    const { from, until } = place.given as { from: string; until: string };
    const expected = place.parents.map((parent) =>
      monthly(from, until, USES[field.coordinate]?.(place, parent) ?? [], baseOf(rights.asker)),
    );
    const agrees = (sums: Record<string, unknown>[]) =>
      sums.length === list.length &&
      sums.every((sum, at) => field.selection.every((leaf) => sum[leaf.name] === list[at]?.[keyOf(leaf)]));
    observer.value(field.coordinate);
    for (const leaf of list.flatMap(() => field.selection)) observer.value(leaf.coordinate);
    if (expected.some(agrees)) return;
    complaints.push(`${path}: ${JSON.stringify(list)}, expected ${JSON.stringify(expected.slice(0, 3))}`);
  }

  /** Checks that every row, every figure and the number of rows follow from the uses that the caller may see. */
  function checkReport(field: ShapedField, value: Record<string, unknown>, { given }: Place, path: string): void {
    const expected = reportFor(given as never, rights, oracle);
    if (expected === null) {
      complaints.push(`${path}: a report although none may be`);
      return;
    }
    for (const part of field.selection) {
      const found = value[keyOf(part)];
      if (part.name === 'coverage') checkCoverage(part, found as Record<string, unknown>, `${path}.coverage`);
      else if (part.name !== 'rows')
        checkPart(part, found, expected[part.name as keyof ExpectedReport], `${path}.${part.name}`);
      else if (found != null) checkRows(part, found as Record<string, unknown>, expected, `${path}.rows`);
    }
  }

  /** Checks that only schools that belonged to the caller's organisations are named or counted. */
  function checkCoverage(field: ShapedField, value: Record<string, unknown>, path: string): void {
    const schools = oracle.organisations.filter(({ row, level }) => level === 'SCHOOL' && rights.stoodWith.has(row));
    for (const part of fieldsOf(field.selection)) {
      const isCounted = ['UsageCoverageMonth.schools', 'UsageMissingSchoolConnection.totalCount'].includes(
        part.coordinate,
      );
      const isSchool = ['UsageReporter.school', 'UsageMissingSchool.school'].includes(part.coordinate);
      for (const found of isCounted || isSchool ? valuesAt(value, keyOf(part)) : []) {
        if (isCounted && Number(found) > schools.length)
          complaints.push(`${path}: ${found} schools, more than stood there`);
        if (isSchool && !schools.some(({ id }) => id === found))
          complaints.push(`${path}: the foreign school ${found}`);
      }
    }
  }

  function checkRows(field: ShapedField, value: Record<string, unknown>, { rows }: ExpectedReport, path: string): void {
    for (const part of field.selection) {
      const found = value[keyOf(part)];
      if (part.name === 'totalCount' && found !== rows.length)
        complaints.push(`${path}: ${found} rows are counted, expected ${rows.length}`);
      if (part.name !== 'edges') continue;
      for (const node of part.selection.filter(({ name }) => name === 'node')) {
        for (const edge of found as Record<string, unknown>[]) {
          const row = edge[keyOf(node)];
          if (!rows.some((one) => isPart(node, row, one)))
            complaints.push(
              `${path}: ${JSON.stringify(row)} is none of ${rows.length} rows: ${JSON.stringify(rows.slice(0, 3))}`,
            );
        }
      }
    }
  }

  function checkPart(field: ShapedField, value: unknown, expected: unknown, path: string): void {
    if (!isPart(field, value, expected))
      complaints.push(`${path}: ${JSON.stringify(value)}, expected ${JSON.stringify(expected)}`);
  }

  /** Other fields of a title are compared with the title separately; an error within a title makes it null. */
  function isPart(field: ShapedField, value: unknown, expected: unknown): boolean {
    if (field.coordinate === 'UsageGroupValue.title')
      return value === null ? expected === undefined || answer.errors !== undefined : expected !== undefined;
    if (Array.isArray(value))
      return (
        Array.isArray(expected) &&
        value.length === expected.length &&
        value.every((one, at) => isPart(field, one, expected[at]))
      );
    if (value === null || typeof value !== 'object') return value === expected;
    if (expected === null || typeof expected !== 'object') return false;
    return field.selection.every((part) =>
      isPart(part, (value as Record<string, unknown>)[keyOf(part)], (expected as Record<string, unknown>)[part.name]),
    );
  }

  function fits(type: string, fields: readonly ShapedField[], object: Record<string, unknown>, row: Row): boolean {
    const known = knownOf(type, row, { rights, oracle, parents: [], given: {} });
    return fields.every((field) => {
      const value = object[keyOf(field)];
      return !(field.name in known) || value == null || equal(value, known[field.name]);
    });
  }

  const root = shape.operation === 'query' ? 'Query' : 'Mutation';
  if (answer.data) walkSelection(root, shape.roots, answer.data, [{ row: 'root' }], root);
  else
    for (const field of shape.roots)
      walk(field, null, { rights, oracle, parents: [{ row: 'root' }], given: givenOf(field, variables) }, root);
  complaints.push(...textComplaints(answer, { shape, variables, rights }));
  return complaints;
}

/**
 * Checks the text of the whole answer, errors included: it holds no mark that the caller may not see, and no unknown
 * kind of error. An error may repeat what was sent.
 */
function textComplaints(answer: Answered, { shape, variables, rights }: Asked): string[] {
  const sent = new Set(JSON.stringify(variables).match(MARK) ?? []);
  const text = JSON.stringify(answer);
  /**
   * The memberships of a school in reach also name organisations that it left earlier; the rows are checked elsewhere.
   */
  const asksForThen =
    shape.roots.some(({ name }) => FIGURES_OF_THEN.has(name)) || /\bmemberships\b/.test(shape.document);
  const ofThen = asksForThen ? rights.ever : new Set<string>();
  const named = (row: string) => rights.named.has(row) || ofThen.has(row);
  const mine = (mark: string) => {
    const row = mark.slice(2, -1);
    return mark[1] === 'o' ? named(row) : rights.licences.has(row);
  };
  /** The problem of a row repeats the row that was sent. */
  const repeated = shape.roots.filter(({ name }) => name === 'syncEntitlements').map(keyOf);
  const told = Object.entries(answer.data ?? {}).filter(([key]) => !repeated.includes(key));
  const inData = new Set(JSON.stringify(told).match(MARK));
  const foreign = [...new Set(text.match(MARK))].filter((mark) => !mine(mark) && (inData.has(mark) || !sent.has(mark)));
  const errors = (answer.errors ?? []).flatMap(({ message, extensions: { code } }) => {
    const known =
      EXPECTED_CODES.includes(code) && (code !== 'FORBIDDEN' || message === FORBIDDEN || NEEDS_SCOPE.test(message));
    return known ? [] : [`an error that may not be: ${code}: ${message}`];
  });
  return [...foreign.map((mark) => `the foreign mark ${mark} in ${text.slice(0, 500)}`), ...errors];
}

function givenOf({ arguments: given }: ShapedField, variables: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(given.map(({ name, variable }) => [name, variables[variable]]));
}

/** Returns all values under this key, at any depth. */
function valuesAt(value: unknown, key: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, key));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === key && (inner === null || typeof inner !== 'object') ? [inner] : valuesAt(inner, key),
  );
}

function typeOf(coordinate: string): string {
  const [type = '', name = ''] = coordinate.split('.');
  const field = (API.getType(type) as { getFields?(): Record<string, { type: unknown }> }).getFields?.()[name];
  return String(field?.type).replace(/[[\]!]/g, '');
}

function leavesOf(fields: readonly ShapedField[], object: Record<string, unknown>) {
  return Object.fromEntries(fields.filter((f) => f.selection.length === 0).map((f) => [keyOf(f), object[keyOf(f)]]));
}

function equal(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return JSON.stringify(a.toSorted()) === JSON.stringify((b as unknown[] | null)?.toSorted());
  return (
    a === b ||
    (typeof b === 'string' && typeof a === 'string' && /^\d{4}-.*T/.test(b) && Date.parse(a) === Date.parse(b))
  );
}
