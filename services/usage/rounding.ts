/**
 * Who gets small figures rounded, and how. The school itself, its authority and the operator read exact figures. For
 * everybody else each figure is rounded to the nearest multiple of ROUNDING_BASE, from its true value: totals, months
 * and parts alike, and not from other rounded ones. So a figure looks the same in every report, and rounded parts
 * need not add up to their rounded total. (Ministries publish school statistics by this rule. The other way, hidden
 * cells, can be undone by subtracting one report from another.)
 */
import { type Caller, parseOrganisationKey } from '../../caller/caller';
import type { SubgraphContext } from '../subgraph/context';

/** Tells to which multiples figures are rounded, with 1 for exact ones. */
export const ROUNDED_TO =
  'The figures are rounded to the nearest multiple of this, each from its true value. 1: exact.';

/** The number to whose multiples all figures for this caller are rounded; 1 where they are exact. */
export function roundingBase({ caller, settings }: Pick<SubgraphContext, 'caller' | 'settings'>): number {
  return readsExactFigures(caller) ? 1 : settings.roundingBase;
}

/**
 * Of several bindings, one above an authority is enough for rounding, because the figures of all bindings are added
 * up.
 */
function readsExactFigures({ kind, bound }: Pick<Caller, 'kind' | 'bound'>): boolean {
  return kind === 'operator' || bound.every((key) => isOwn(parseOrganisationKey(key)?.level));
}

function isOwn(level: string | undefined): boolean {
  return level === 'SCHOOL' || level === 'AUTHORITY';
}

/** @param figure a count; halfway it is rounded up */
export function rounded(figure: number, base: number): number {
  return Math.floor((figure + Math.floor(base / 2)) / base) * base;
}

/** The same in SQL: both are integers there. */
export const roundedSql = (figure: string, base: string) => `((${figure}) + ${base} / 2) / ${base} * ${base}`;
