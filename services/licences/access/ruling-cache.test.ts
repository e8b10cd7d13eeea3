import { ALWAYS } from '../../../access/period';
import type { CacheSize } from '../../../telemetry/metrics';
import { type InvalidationFeed, NO_INVALIDATION_FEED } from '../../subgraph/cache/invalidation-feed';
import type { SubgraphContext } from '../../subgraph/context';
import type { Ruling, TitleContents } from './ruling';
import { cachedRuling } from './ruling-cache';

/** Without holdings: every title is decided by the school alone, and nothing is asked of the database. */
const SCHOOL = '[null,null]';

function makeCache() {
  let size: () => CacheSize = () => ({ bytes: 0, entries: 0, most: 0 });
  const changes: InvalidationFeed = {
    ...NO_INVALIDATION_FEED,
    watchCache: (cache, told) => {
      if (cache === 'rulings') size = told;
    },
  };
  const ruling = (school = SCHOOL) =>
    cachedRuling({ changes } as SubgraphContext, school, { at: 0, right: 'STREAM', audience: 'TEACHER' }) as Ruling;
  return { ruling, size: () => size() };
}

const titleLike = (decisionKey: string): TitleContents => ({
  title: { facts: { playout: ALWAYS, withdrawnAt: Infinity, rights: 1, openlyLicensed: false } },
  contents: [],
  decisionKey,
  seatFreeFrom: new Map(),
});

test('what is kept of decisions counts in the bytes of what stands', () => {
  const { ruling, size } = makeCache();
  const kept = ruling();
  const empty = size().bytes;
  for (let n = 0; n < 1_024; n += 1) kept.decide(titleLike(`like ${n}`));
  expect(size().bytes).toBeGreaterThan(empty + 1_024 * 300);
  expect(size().entries).toBe(1);
});

test('what stands goes where its decisions are too many for the whole, and does not come back', () => {
  const { ruling, size } = makeCache();
  const kept = ruling();
  for (let n = 0; n < 2 ** 16; n += 1) kept.decide(titleLike(`like ${n}`));
  expect(size()).toMatchObject({ bytes: 0, entries: 0 });
  for (let n = 2 ** 16; n < 2 ** 17; n += 1) kept.decide(titleLike(`like ${n}`));
  expect(size()).toMatchObject({ bytes: 0, entries: 0 });
});

test('many schools stay within the bound together', () => {
  const { ruling, size } = makeCache();
  for (let school = 0; school < 100; school += 1) {
    const kept = ruling(`[${school},null]`);
    for (let n = 0; n < 1_024; n += 1) kept.decide(titleLike(`like ${n}`));
  }
  expect(size().bytes).toBeLessThanOrEqual(size().most);
  expect(size().entries).toBeLessThan(100);
});
