/** Reads the table of cases, each as a world and the questions about it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Audience, UsageRight } from '../access/right';
import type { AccessRequest } from '../access/rule';
import { instantOf, type World } from './world';

interface Case {
  readonly name: string;
  readonly world: World;
  readonly asked: readonly Asked[];
}

interface Asked {
  readonly school: string;
  readonly title: string;
  readonly at: string;
  readonly right?: UsageRight;
  readonly audience?: Audience;
  /** ALLOWED, or the reason of the denial. */
  readonly answer: string;
  /** What allows it; an entitlement where it is left out. */
  readonly basis?: 'OPEN_LICENCE';
  /** The name of the deciding entitlement. */
  readonly by?: string;
  readonly level?: string;
  /** The first instant at which it is denied, or `never`. */
  readonly until?: string;
  /** The instant since which it is denied. */
  readonly since?: string;
}

const PARTS = ['organisations', 'schools', 'titles', 'packages', 'licences', 'entitlements'] as const;

export const cases: readonly Case[] = readCases();

function readCases(): Case[] {
  const table = parse(readFileSync(join(__dirname, '../access/cases.yaml'), 'utf8')) as {
    background: World;
    cases: (Partial<World> & { case: string; asked: Asked[] })[];
  };
  return table.cases.map((given) => ({
    name: given.case,
    world: Object.fromEntries(
      PARTS.map((part) => [part, { ...table.background[part], ...given[part] }]),
    ) as unknown as World,
    asked: given.asked,
  }));
}

export function questionOf({ at, right = 'STREAM', audience = 'TEACHER' }: Asked): AccessRequest {
  return { at: instantOf(at), right, audience };
}

type Told = Omit<Partial<Asked>, 'by' | 'level'> & { readonly by?: string | null; readonly level?: string | null };

/** Returns the answer in the words of the table, without what the table does not mention. */
export function told(
  asked: Asked,
  answer: {
    outcome: string;
    reason?: string | null;
    basis?: string | null;
    by?: string | null;
    level?: string | null;
    until?: number | null;
    since?: number | null;
  },
): Told {
  const until = answer.until == null || answer.until === Infinity ? 'never' : answer.until;
  return {
    answer: answer.outcome === 'ALLOWED' ? 'ALLOWED' : (answer.reason ?? undefined),
    ...(answer.basis === 'OPEN_LICENCE' && { basis: answer.basis, by: answer.by, level: answer.level }),
    ...(asked.by && { by: answer.by ?? undefined }),
    ...(asked.level && { level: answer.level ?? undefined }),
    ...(asked.until && { until: until === 'never' ? 'never' : String(until) }),
    ...(asked.since && { since: String(answer.since) }),
  };
}

const NOBODY_DECIDES = { basis: 'OPEN_LICENCE', by: null, level: null } as const;

/** Returns what the table expects, in the form that `told` returns. */
export function expected({ answer, basis, by, level, until, since }: Asked): Told {
  return {
    answer,
    ...(basis && NOBODY_DECIDES),
    ...(by && { by }),
    ...(level && { level }),
    ...(until && { until: until === 'never' ? 'never' : String(instantOf(until)) }),
    ...(since && { since: String(instantOf(since)) }),
  };
}
