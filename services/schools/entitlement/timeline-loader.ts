import DataLoader from 'dataloader';
import { encodeTimeline } from '../../../access/timeline';
import { perRequest, perService } from '../../subgraph/context';
import { KeptForGeneration } from '../../subgraph/kept-for-generation';
import type { School } from '../school/school';
import { findTimelines } from './entitlement-queries';

/** In characters; some 60 an entitlement. */
const CAPACITY = 20_000_000;

/** A timeline does not depend on who asks: whoever may see the school may see all of it. */
const keptTimelines = perService((changes) => new KeptForGeneration<string>(changes, CAPACITY, (text) => text.length));

/** Timelines of schools whose reach the school loader has checked, encoded. */
export const timelineLoader = perRequest((context) => {
  const kept = keptTimelines(context);
  return new DataLoader<School, string>(async (schools) => {
    const known = schools.map(({ row }) => kept.get(row));
    const unknown = schools.filter((_, at) => known[at] === undefined);
    const found =
      unknown.length > 0
        ? await findTimelines(
            context.session,
            unknown.map(({ row }) => row),
          )
        : new Map();
    return schools.map(({ row, operating }, at) => {
      const text = known[at] ?? encodeTimeline({ school: { operating }, entitlements: found.get(row) ?? [] });
      if (known[at] === undefined) kept.keep(row, text, context.readIn);
      return text;
    });
  });
});
