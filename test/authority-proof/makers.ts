/** Helpers that make values: randomly chosen rows, and what several kinds of values need. */
import type { Chance } from './chance';
import { ABSENT, chooserOf, plain, type Value } from './chosen-rows';
import type { Oracle, OwnRow } from './oracle';
import type { Rights } from './rights';
import { isOwn } from './rows-at';

/** What is the same for all operations that are sent at the same time. */
export interface Round {
  /** The cursors of earlier answers to any caller, by the coordinate of the list. */
  readonly cursors: ReadonlyMap<string, readonly string[]>;
  /**
   * Whether revocations state a reason. Two callers may revoke the same entitlement, the second for an earlier instant,
   * and the answer to the first must still agree with the database afterwards.
   */
  readonly revocationsGiveReason: boolean;
  /**
   * Whether only school groups are changed in this round, because what may be assigned to a group depends on its
   * schools.
   */
  readonly changesGroups: boolean;
}

/** Values for single arguments, for types of arguments, and for the items of lists. */
export interface SpecialValues {
  readonly values: Readonly<Record<string, () => Value>>;
  readonly lists: Readonly<Record<string, () => Value[]>>;
}

export const DAY_MS = 24 * 3_600_000;

/** Returns an organisation that does not exist. */
export function absentOf(level: string) {
  return { level, id: level === 'STATE' ? 'XX' : `NW:${ABSENT.NUMBER}` };
}

export type Makers = ReturnType<typeof makersOf>;

export function makersOf(rights: Rights, oracle: Oracle, round: Round, chance: Chance, own: boolean) {
  const chosen = chooserOf(rights, oracle, chance, own);
  const { odd, school, holder } = chosen;
  const schools = oracle.organisations.filter(({ level }) => level === 'SCHOOL');

  /** Chooses the organisation whose staff something is written for. */
  function deskOrganisation(): Value {
    const bound = oracle.organisations.find(({ row }) => rights.bound.has(row));
    return own ? plain(bound ? { level: bound.level, id: bound.id } : null) : holder();
  }

  function times(most: number, make: () => Value): Value[] {
    return Array.from({ length: !own && chance.holds(0.03) ? 0 : 1 + chance.below(most) }, make);
  }

  function ofLevel(level: string, known = rights.stoodWith): Value {
    const there = oracle.organisations.filter((one) => one.level === level && (!own || known.has(one.row)));
    const absent = absentOf(level).id;
    if (there.length === 0) return plain(absent);
    const { id, row } = chance.of(there);
    return { value: id, twin: known.has(row) ? id : absent };
  }

  function ownRow(rows: readonly OwnRow[]): Value {
    const known = rows.filter((one) => !own || isOwn(one, rights));
    if (known.length === 0 || odd()) return plain(ABSENT.UUID);
    const one = chance.of(known);
    return { value: one.row, twin: isOwn(one, rights) ? one.row : ABSENT.UUID };
  }

  /** Returns a row with a number, as it is copied from a spreadsheet. */
  function pasted(): Value {
    const { value, twin } = school();
    const [before, after] = chance.of([
      ['', ''],
      ['"', '";'],
      ['\t', ' '],
      ['="', '"'],
    ] as const);
    return { value: `${before}${value}${after}`, twin: `${before}${twin}${after}` };
  }

  function inDays(days: readonly number[]): string {
    return new Date(Date.now() + chance.of(days) * DAY_MS).toISOString();
  }

  return {
    rights,
    oracle,
    round,
    chance,
    own,
    ...chosen,
    schools,
    deskOrganisation,
    times,
    ofLevel,
    ownRow,
    pasted,
    inDays,
  };
}
