import DataLoader from 'dataloader';
import type { EntitlementFacts } from '../../../access/rule';
import { perRequest } from '../../subgraph/context';
import { findTimelines } from './entitlement-queries';

/** Timelines by the database's id of the school, whose reach the school loader has checked. */
export const timelineLoader = perRequest(
  ({ session }) =>
    new DataLoader<string, EntitlementFacts[]>(async (rows) => {
      const timelines = await findTimelines(session, rows);
      return rows.map((row) => timelines.get(row) ?? []);
    }),
);
