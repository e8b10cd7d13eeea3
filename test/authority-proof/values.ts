/**
 * Values for the arguments of an operation: ids, numbers, words and cursors of the world, the caller's own and foreign
 * ones. Each foreign one has a twin of the same form that does not exist, for the twin operation that must get the same answer.
 */
import { randomUUID } from 'node:crypto';
import {
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { Chance } from './chance';
import type { Oracle, OrganisationRow } from './oracle';
import { MONTHS_WITH_USES } from './random-world';
import { entitlementsOfSchool, type Rights } from './rights';
import { fieldsOf, type Shape } from './shapes';
import { anySpelling } from './spellings';

/** A value, and what stands in its place in the twin: the same, unless it is foreign. */
export interface Value {
  readonly value: unknown;
  readonly twin: unknown;
}

/** What earlier answers gave, to whomever. */
export interface Harvest {
  /** By the coordinate of the list. */
  readonly cursors: ReadonlyMap<string, readonly string[]>;
}

export interface Values {
  readonly variables: Record<string, unknown>;
  /** Null where nothing foreign is asked for. */
  readonly twin: Record<string, unknown> | null;
}

const DAY_MS = 24 * 3_600_000;
/** Names that mean something to JavaScript, SQL or a search. */
const ODD = [
  '__proto__',
  'constructor',
  'toString',
  '%',
  "' or true --",
  '\\',
  '#',
  'ＮＷ',
  '',
  ' ',
  '-1',
  '0',
  'null',
];
const ABSENT = { NUMBER: '987654', ROW: '99999999', WORD: '#o99999#' } as const;

export function valuesFor(
  shape: Shape,
  rights: Rights,
  oracle: Oracle,
  harvest: Harvest,
  chance: Chance,
  own: boolean,
) {
  const values = createValues(rights, oracle, harvest, chance, own);
  const variables: Record<string, unknown> = {};
  const twin: Record<string, unknown> = {};
  let differs = false;
  for (const field of fieldsOf(shape.roots)) {
    for (const { place, type, variable } of field.arguments) {
      const made = values.make(type, place);
      variables[variable] = made.value;
      twin[variable] = made.twin;
      differs ||= JSON.stringify(made.value) !== JSON.stringify(made.twin);
    }
  }
  return { variables, twin: differs ? twin : null } satisfies Values;
}

/**
 * Two callers may revoke the same entitlement in one round, the second for an earlier instant: the answer of the first
 * must still agree with what then stands in the database.
 */
const ALWAYS_GIVEN = 'RevokeEntitlementsInput.reason';

function createValues(rights: Rights, oracle: Oracle, harvest: Harvest, chance: Chance, own: boolean) {
  const plain = (value: unknown): Value => ({ value, twin: value });
  const odd = () => !own && chance.holds(0.04);

  /** One that the caller may use, or any one at all: then perhaps a foreign one. */
  function choose<Row>(
    rows: readonly Row[],
    isOwn: (row: Row) => boolean,
    isForeign: (row: Row) => boolean,
    columnOf: (row: Row) => unknown,
    absent: unknown,
  ): Value {
    if (odd()) return plain(chance.of([...ODD, absent]));
    const mine = rows.filter(isOwn);
    const row =
      (own || chance.holds(0.35)) && mine.length > 0 ? chance.of(mine) : rows.length > 0 ? chance.of(rows) : null;
    if (row === null) return plain(absent);
    return { value: columnOf(row), twin: isForeign(row) ? absent : columnOf(row) };
  }

  const organisations = oracle.organisations.filter(({ level }) => level !== 'SCHOOL');
  const schools = oracle.organisations.filter(({ level }) => level === 'SCHOOL');
  const school = () => {
    const spelled = anySpelling(chance);
    return choose(
      schools,
      ({ row }) => rights.reach.has(row),
      ({ row }) => !rights.reach.has(row),
      ({ number }) => spelled(number),
      spelled(ABSENT.NUMBER),
    );
  };
  const title = () => (odd() ? chance.of([...ODD, ABSENT.ROW]) : chance.of(oracle.titles).row);
  const reachable = new Set([...rights.reach].flatMap((row) => entitlementsOfSchool(oracle, row).map((e) => e.row)));
  const readable = (row: string) => rights.entitlements.has(row) || reachable.has(row);
  const entitlement = (mine: (row: Oracle['entitlements'][number]) => boolean) =>
    choose(
      oracle.entitlements,
      mine,
      ({ row }) => !readable(row),
      ({ row }) => row,
      ABSENT.ROW,
    );

  const SPECIAL: Record<string, () => Value> = {
    'Query.school.number': () => school(),
    'Query.school.state': () => plain(chance.of(own ? ['NW'] : ['NW', 'NW', 'NW', 'NW', 'BY', 'nw', '__proto__'])),
    'Query.schoolAuthority.state': () => plain('NW'),
    'Query.schoolAuthority.number': () => {
      const spelled = anySpelling(chance);
      return choose(
        organisations.filter(({ level }) => level === 'AUTHORITY'),
        ({ row }) => rights.organisations.has(row),
        ({ row }) => !rights.organisations.has(row),
        ({ number }) => spelled(number),
        spelled(ABSENT.NUMBER),
      );
    },
    'Query.entitlement.id': () => entitlement(({ row }) => rights.entitlements.has(row)),
    'Query.entitlements.school': () => school(),
    'Query.entitlements.licence': () =>
      choose(
        oracle.licences,
        ({ owner }) => rights.within.has(owner),
        ({ row }) => !rights.licences.has(row),
        ({ row }) => row,
        ABSENT.ROW,
      ),
    HolderInput: holder,
    'SchoolFilter.authority': () => plain(chance.of(organisations.filter(({ level }) => level === 'AUTHORITY')).id),
    'SchoolFilter.form': () => plain(own ? '20' : chance.of(['20', 'Gymnasium', chance.of(schools).form])),
    'SchoolFilter.city': () => plain(chance.of(schools).city),
    'Query.titleByNumber.number': () => plain(odd() ? chance.of(ODD) : chance.of(oracle.titles).number),
    'Query.title.id': () => plain(title()),
    'Title.availability.school': () => school(),
    'AcquireSeatInput.school': () => school(),
    SeatInput: seat,
    'UsageEventInput.school': () => school(),
    'AcquireSeatInput.title': () => plain(title()),
    'UsageEventInput.title': () => plain(title()),
    'UsageEventInput.id': () => plain(randomUUID()),
    'UsageEventInput.usedAt': () => plain(new Date(Date.now() - chance.below(own ? 300 : 450) * DAY_MS).toISOString()),
    'AssignEntitlementsInput.idempotencyKey': () => plain(chance.of(['eins', 'zwei', 'drei', '__proto__', null])),
    'AssignEntitlementsInput.validFrom': () => plain(inDays([1, 10, 100])),
    'AssignEntitlementsInput.validUntil': () => plain(inDays([120, 250])),
    'AssignEntitlementsInput.rights': () => plain(own || chance.holds(0.8) ? null : ['LENDING']),
    'RevokeEntitlementsInput.at': () => plain(inDays(own ? [0.1, 5, 50] : [-5, 5, 50])),
    'RevokeEntitlementsInput.reason': () => plain('Ende des Beweises'),
    'TitleFilter.grade': () => plain(chance.of([null, 5, -1])),
    'TitleFilter.subjects': () => plain(chance.of([null, [], ['Physik'], ['#o3#', '__proto__']])),
    'TitleFilter.publisher': () => plain(chance.of([null, 'Musterverlag', '#l3#'])),
    'TitleFilter.maximumAgeRating': () => plain(chance.of([null, 6, 99])),
    'TitleFilter.language': () => plain(chance.of([null, 'de', "de'"])),
  };
  const LISTS: Record<string, () => Value[]> = {
    'AssignEntitlementsInput.holders': () => times(own ? 2 : 3, holder),
    'AssignEntitlementsInput.licenceIds': () =>
      times(2, () =>
        choose(
          oracle.licences,
          ({ owner }) => rights.within.has(owner),
          ({ row }) => !rights.licences.has(row),
          ({ row }) => row,
          ABSENT.ROW,
        ),
      ),
    'RevokeEntitlementsInput.entitlementIds': () =>
      times(own ? 1 : 3, () => entitlement(({ owner, holder: of }) => rights.mayAmend(owner, of))),
    'Query.titlesByNumber.numbers': () => times(6, () => plain(chance.of(oracle.titles).number)),
    'School.access.titleIds': () => times(chance.holds(0.02) ? 501 : 6, () => plain(title())),
  };

  /** A lease and its school, or the school of another one. */
  function seat(): Value {
    const foreign = ({ school: of }: { school: string }) => !rights.reach.has(of);
    const lease = choose(
      oracle.leases,
      (one) => !foreign(one),
      foreign,
      ({ row }) => row,
      randomUUID(),
    );
    const holder = oracle.leases.find(({ row }) => row === lease.value)?.school;
    const of = schools.find(({ row }) => row === holder);
    const matching = of && rights.reach.has(of.row) && chance.holds(0.8);
    const { value, twin } = matching ? plain(anySpelling(chance)(of.number)) : school();
    return { value: { lease: lease.value, school: value }, twin: { lease: lease.twin, school: twin } };
  }

  /** The same one for the same foreign one. */
  const absents = new Map<string, string>();
  function absentFor(id: string): string {
    if (!absents.has(id)) absents.set(id, `${Number(ABSENT.NUMBER) + absents.size}`);
    return absents.get(id) as string;
  }

  function holder(): Value {
    const write = ({ row }: OrganisationRow) => rights.within.has(row);
    const foreign = ({ row }: OrganisationRow) => !rights.organisations.has(row) && !rights.within.has(row);
    const made = choose(oracle.organisations, write, foreign, (row) => row, null);
    const spelled = anySpelling(chance);
    const of = (value: unknown, twin: boolean) => {
      if (value === null || typeof value === 'string') return { level: 'AUTHORITY', id: spelled(ABSENT.NUMBER) };
      const { level, id, number } = value as OrganisationRow;
      if (level === 'STATE') return { level, id: twin ? `NW:${absentFor(id)}` : id };
      return { level, id: spelled(twin ? absentFor(id) : number) };
    };
    return { value: of(made.value, false), twin: of(made.value, made.twin === null && made.value !== null) };
  }

  function times(most: number, make: () => Value): Value[] {
    return Array.from({ length: !own && chance.holds(0.03) ? 0 : 1 + chance.below(most) }, make);
  }

  function inDays(days: readonly number[]): string {
    return new Date(Date.now() + chance.of(days) * DAY_MS).toISOString();
  }

  function instant(): string {
    const edges = [...oracle.entitlements, ...oracle.memberships].flatMap(({ from, until }) => [from, until]);
    const edge = chance.of(edges.filter((one): one is number => one !== null));
    return new Date(chance.holds(0.3) ? Date.now() - chance.below(900) * DAY_MS : edge - chance.below(2)).toISOString();
  }

  function words(place: string): Value {
    if (place.endsWith('.after')) {
      const field = place.slice(0, -'.after'.length);
      const known = harvest.cursors.get(field) ?? [];
      return plain(known.length > 0 && chance.holds(own ? 0.3 : 0.8) ? chance.of(known) : own ? null : chance.of(ODD));
    }
    if (place.endsWith('.from') || place.endsWith('.until')) {
      const recent = new Date(Date.now() - chance.below(300) * DAY_MS).toISOString().slice(0, 7);
      if (odd()) return plain(chance.of(['2024-13', '2024-1', '9999-12', '__proto__']));
      return plain(
        chance.holds(0.25)
          ? recent
          : chance.of(place.endsWith('.from') ? MONTHS_WITH_USES.slice(0, 3) : MONTHS_WITH_USES.slice(2)),
      );
    }
    if (place === 'Query.licences.search') {
      const { row, name, number } = chance.of(oracle.licences);
      const word = chance.of([name, number, `#l${row}#`, 'Vertrag']);
      return { value: word, twin: rights.licences.has(row) || word === 'Vertrag' ? word : ABSENT.WORD };
    }
    return plain(chance.of(['Titel', 'Titel A', 'B', ...ODD, chance.of(oracle.organisations).name]));
  }

  function make(type: GraphQLInputType, place: string): Value {
    const special = SPECIAL[place];
    if (special) return special();
    const inner = getNullableType(type);
    if (SPECIAL[String(inner)]) return (SPECIAL[String(inner)] as () => Value)();
    if (!isNonNullType(type) && !LISTS[place] && chance.holds(0.1)) return plain(null);
    if (isListType(inner)) {
      const items = LISTS[place]?.() ?? times(3, () => make(inner.ofType, place));
      return { value: items.map(({ value }) => value), twin: items.map(({ twin }) => twin) };
    }
    if (isInputObjectType(inner)) {
      const fields = Object.values(inner.getFields()).filter(
        (field) => isRequiredInputField(field) || ALWAYS_GIVEN === `${inner.name}.${field.name}` || chance.holds(0.45),
      );
      const made = fields.map(({ name, type: of }) => [name, make(of, `${inner.name}.${name}`)] as const);
      return {
        value: Object.fromEntries(made.map(([name, { value }]) => [name, value])),
        twin: Object.fromEntries(made.map(([name, { twin }]) => [name, twin])),
      };
    }
    if (isEnumType(inner)) {
      const values = inner.getValues().map(({ name }) => name);
      const usual = inner.name === 'UsageRight' && chance.holds(0.7);
      return plain(usual ? 'STREAM' : chance.of(values));
    }
    if (inner.name === 'Boolean') return plain(chance.holds(place.endsWith('.preview') ? 0.3 : 0.5));
    if (inner.name === 'Int') return plain(own ? 1 + chance.below(5) : chance.of([1, 2, 3, 5, 20, 200, 0, -1, 201]));
    if (inner.name === 'DateTime') return plain(instant());
    return words(place);
  }
  return { make };
}
