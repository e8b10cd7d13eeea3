/**
 * Chooses rows of the world at random, the caller's own and foreign ones. Each foreign row has a twin: a name of the
 * same form that does not exist.
 */
import { randomUUID } from 'node:crypto';
import type { Chance } from './chance';
import type { Oracle, OrganisationRow } from './oracle';
import { entitlementsOfSchool, type Rights } from './rights';
import { anySpelling } from './spellings';

/** A value and its replacement in the twin operation, which is the same unless the value is foreign. */
export interface Value {
  readonly value: unknown;
  readonly twin: unknown;
}

/** Names that have a meaning in JavaScript, in SQL or in a search. */
export const ODD = [
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

export const ABSENT = {
  NUMBER: '987654',
  ROW: '99999999',
  WORD: '#o99999#',
  UUID: '00000000-0000-4000-8000-000000000000',
} as const;

export const plain = (value: unknown): Value => ({ value, twin: value });

export function chooserOf(rights: Rights, oracle: Oracle, chance: Chance, own: boolean) {
  const odd = () => !own && chance.holds(0.04);

  /** Chooses a row that the caller may use, or any row, which may be foreign. */
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
  const authority = () => {
    const spelled = anySpelling(chance);
    return choose(
      oracle.organisations.filter(({ level }) => level === 'AUTHORITY'),
      ({ row }) => rights.organisations.has(row),
      ({ row }) => !rights.organisations.has(row),
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
  /** Two foreign licences get two absent ones, because an id that is given twice is reported, whoever owns it. */
  const licence = (): Value => {
    const { value, twin } = choose(
      oracle.licences,
      ({ owner }) => rights.within.has(owner),
      ({ row }) => !rights.licences.has(row),
      ({ row }) => row,
      ABSENT.ROW,
    );
    return { value, twin: value === twin ? twin : String(Number(ABSENT.ROW) - Number(value)) };
  };

  /** Chooses a lease with its school, or with the school of another lease. */
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

  /** The same foreign row always gets the same absent twin. */
  const absents = new Map<string, string>();
  function absentFor({ level, id }: OrganisationRow): string {
    const fresh =
      level === 'STATE' ? `X${String.fromCharCode(65 + absents.size)}` : `${Number(ABSENT.NUMBER) + absents.size}`;
    if (!absents.has(id)) absents.set(id, fresh);
    return absents.get(id) as string;
  }

  function holder(): Value {
    const write = ({ row }: OrganisationRow) => rights.within.has(row);
    const foreign = ({ row }: OrganisationRow) => !rights.organisations.has(row) && !rights.within.has(row);
    const made = choose(oracle.organisations, write, foreign, (row) => row, null);
    const spelled = anySpelling(chance);
    const of = (value: unknown, twin: boolean) => {
      if (value === null || typeof value === 'string') return { level: 'AUTHORITY', id: spelled(ABSENT.NUMBER) };
      const row = value as OrganisationRow;
      if (row.level === 'STATE') return { level: row.level, id: twin ? absentFor(row) : row.id };
      return { level: row.level, id: spelled(twin ? absentFor(row) : row.number) };
    };
    return { value: of(made.value, false), twin: of(made.value, made.twin === null && made.value !== null) };
  }

  return { odd, school, authority, title, entitlement, licence, seat, holder };
}
