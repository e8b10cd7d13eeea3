/**
 * Proves that what assigning and revoking report of a school's access afterwards is what the rule decides about a title
 * that the licence always covers.
 */

import { isDeepStrictEqual } from 'node:util';
import { USAGE_RIGHTS } from '../access/right';
import { decide } from '../access/rule';
import { findAfterwards } from '../services/schools/entitlement/afterwards-queries';
import type { Transaction } from '../services/subgraph/database/session';
import { plain } from './plain-statement';
import type { SeededWorld } from './seed-world';
import { factsOf, type World } from './world';

/** @returns what is wrong, in words; undefined where both agree about every licence at this school */
export async function afterwardsDisagreement(
  reader: Transaction,
  { world, seeded, school }: { world: World; seeded: SeededWorld; school: string },
  at: number,
): Promise<string | undefined> {
  const licences = Object.keys(world.licences);
  const [row] = await reader.query(plain<{ id: string }>('select id from directory.organisation where key = $1'), [
    `SCHOOL:${seeded.organisation(school)}`,
  ]);
  const found = await findAfterwards(
    reader,
    licences.map((name) => ({ licenceId: seeded.licence(name), holderId: row?.id ?? '', at: new Date(at) })),
  );
  for (const [index, licence] of licences.entries()) {
    const { school: ofSchool, title, paths } = factsOf(alone(world, licence), school, 'title', at);
    const decision = decide({ at, right: 'STREAM', audience: 'TEACHER' }, ofSchool, title, paths);
    const allowed = decision.outcome === 'ALLOWED';
    const expected = {
      allowed: allowed ? 1 : 0,
      entitlement: allowed ? decision.entitlement : null,
      until: allowed && Number.isFinite(decision.validUntil) ? decision.validUntil : null,
    };
    const said = found[index];
    const told = {
      allowed: said?.allowed,
      entitlement: said?.entitlementId ? seeded.nameOfEntitlement(said.entitlementId) : null,
      until: said?.validUntil?.getTime() ?? null,
    };
    if (!isDeepStrictEqual(told, expected)) {
      return `${school}, ${licence}: afterwards it is ${JSON.stringify(told)}, by the rule ${JSON.stringify(expected)}`;
    }
  }
  return undefined;
}

const UNBOUNDED = { rights: USAGE_RIGHTS, seats: undefined };

/** Returns the world with this licence only, which always covers one title, with all rights and without seats. */
function alone(world: World, name: string): World {
  const licence = world.licences[name] as World['licences'][string];
  const entitlements = Object.entries(world.entitlements).filter(([, entitled]) => entitled.licence === name);
  return {
    ...world,
    titles: { title: {} },
    packages: { all: [{ title: 'title' }] },
    licences: {
      [name]: {
        ...licence,
        ...UNBOUNDED,
        amended: licence.amended && { ...licence.amended, ...UNBOUNDED },
        packages: [{ package: 'all' }],
      },
    },
    entitlements: Object.fromEntries(entitlements.map(([key, entitled]) => [key, { ...entitled, rights: undefined }])),
  };
}
