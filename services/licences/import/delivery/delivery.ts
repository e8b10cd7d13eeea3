/**
 * Imports a source's delivery into the catalogue, with records identified by the source's ids. Titles that a whole
 * delivery lacks are withdrawn, and come back when the source delivers them again. Titles of other sources, and titles
 * that staff have withdrawn, stay as they are.
 */
import type { Queryable } from '../../../../database/queryable';
import type { Importer } from '../../../import-file/import-records';
import { refuseLosses } from '../../../import-file/losses';
import type { StagedRecord } from '../../../import-file/staging';
import { titles } from '../import-titles';
import { countLeft, DELIVERED, findOrigins, withdrawLeft } from './delivery-queries';
import { type Delivered, recordOf, type SourceFormat } from './source-record';

export interface Delivery {
  /** The name of the source. */
  readonly source: string;
  /** Whether the delivery holds everything that the source has. */
  readonly isWhole: boolean;
  /** How many titles it may withdraw; null for a few. */
  readonly confirmedLosses: number | null;
}

export function delivery<Record>(
  format: SourceFormat<Record>,
  { source, isWhole, confirmedLosses }: Delivery,
): Importer<Delivered> {
  let isWithdrawn = false;
  return {
    ...DELIVERED,
    schema: recordOf(format, source),
    identity: ({ origin }) => `the id ${origin.id}`,
    async check(db, batch, problems) {
      const known = await withNumbers(db, batch);
      for (const { one, isForeign } of known)
        if (isForeign) problems.add(one, `the number ${one.value.number} is that of a title of somebody else`);
      await titles.check?.(db, there(known), problems);
    },
    async checkWhole(db) {
      const { left: ended, standing } = await countLeft(db, source, isWhole);
      refuseLosses({ ended, standing, confirmed: confirmedLosses, what: 'titles' });
    },
    async write(db, batch, changes) {
      const withdrawn = isWithdrawn ? 0 : await withdrawLeft(db, source, isWhole);
      isWithdrawn = true;
      const tallies = await titles.write(db, there(await withNumbers(db, batch)), changes);
      return { ...tallies, 'titles withdrawn': { added: 0, changed: withdrawn, unchanged: 0 } };
    },
    ...(titles.notes && { notes: titles.notes }),
  };
}

interface Known {
  readonly one: StagedRecord<Delivered>;
  /** Whether its number belongs to a title of another source. */
  readonly isForeign: boolean;
}

/** A title that is identified by its source's id keeps its number, whatever that is. */
async function withNumbers(db: Queryable, batch: readonly StagedRecord<Delivered>[]): Promise<Known[]> {
  const stored = await findOrigins(
    db,
    batch.map(({ value: { number, origin } }) => ({ number, ...origin })),
  );
  const numbers = new Map(
    stored.flatMap(({ isOwn, sourceId, number }) => (isOwn ? [[sourceId, number] as const] : [])),
  );
  const taken = new Set(stored.map(({ number }) => number));
  return batch.map((one) => {
    const known = numbers.get(one.value.origin.id);
    const number = known ?? one.value.number;
    return { one: { ...one, value: { ...one.value, number } }, isForeign: !known && taken.has(number) };
  });
}

function there(known: readonly Known[]): StagedRecord<Delivered>[] {
  return known.flatMap(({ one, isForeign }) => (isForeign || one.value.isGone ? [] : [one]));
}
