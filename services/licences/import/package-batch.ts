import type { Queryable } from '../../../database/queryable';
import type { CheckedRecord } from '../../import-file/checked-records';
import { beginOf } from '../../import-file/days';
import type { Problems } from '../../import-file/refusal';
import { NOTHING, type Tally } from '../../import-file/tally';
import { idsByNumber, upsertPackages, type WrittenPackage } from './licence-queries';
import { type Part, replaceParts } from './period-queries';
import type { PackageRecord } from './records';

/** Writes nothing once there are problems, and goes on looking for more. */
export async function writePackages(
  db: Queryable,
  records: readonly CheckedRecord<PackageRecord>[],
  problems: Problems,
  asOf: Date,
): Promise<Tally> {
  const contents = records.map(({ value }) =>
    value.titles.map((title) => (typeof title === 'string' ? { title, from: undefined, until: undefined } : title)),
  );
  const titleIds = await idsByNumber(
    db,
    'title',
    contents.flat().map(({ title }) => title),
  );
  contents.forEach((titles, record) => {
    titles.forEach(({ title }, index) => {
      if (!titleIds.has(title))
        problems.add(records[record]?.line ?? null, `titles[${index}]: there is no title ${title}`);
    });
  });
  if (problems.any) return NOTHING;
  const packages = await upsertPackages(
    db,
    records.map(({ value }) => ({ number: value.number, name: value.name })),
  );
  const idOf = new Map(packages.map(({ number, id }) => [number, id]));
  const parts = contents.flatMap((titles, record) =>
    titles.map(
      ({ title, from, until }): Part => ({
        whole: idOf.get(records[record]?.value.number as string) as string,
        part: titleIds.get(title) as string,
        from: beginOf(from),
        until: beginOf(until),
      }),
    ),
  );
  return tallyOf(packages, await replaceParts(db, 'package_title', packages, parts, asOf));
}

function tallyOf(packages: readonly WrittenPackage[], changedContents: readonly string[]): Tally {
  const touched = new Set(changedContents);
  const added = packages.filter(({ isNew }) => isNew).length;
  const changed = packages.filter(({ id, isNew, isChanged }) => !isNew && (isChanged || touched.has(id))).length;
  return { added, changed, unchanged: packages.length - added - changed };
}
