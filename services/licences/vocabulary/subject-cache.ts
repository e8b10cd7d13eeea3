/** Keeps the tree of subjects until a source says something else of one. */
import { InvalidatedCache } from '../../subgraph/cache/invalidated-cache';
import { batchLoader, perService } from '../../subgraph/context';
import { findSubjects } from './subject-queries';
import type { Subjects } from './subjects';

const BYTES = 16_000_000;
/** Of a subject, and of all that it is found by. */
const SUBJECT_BYTES = 1_000;

/** All of them are one value. */
const cache = perService(
  (changes) => new InvalidatedCache<Subjects>(changes, BYTES, ({ all }) => 1 + SUBJECT_BYTES * all.length, 'subjects'),
);

const loader = batchLoader<'all', Subjects>(async (context, keys) => {
  const subjects = cache(context);
  let known = subjects.get('all');
  if (!known) {
    known = await findSubjects(context.session);
    subjects.keep('all', known, context.readGeneration, ['vocabulary']);
  }
  return keys.map(() => known);
});

/** At most one statement for a request. */
export function cachedSubjects(context: Parameters<typeof loader>[0]): Promise<Subjects> {
  return loader(context).load('all');
}
