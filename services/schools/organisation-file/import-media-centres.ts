/** Imports media centres and the areas that they serve; their schools follow. */

import { dateOf } from '../../../access/calendar';
import type { Queryable } from '../../../database/queryable';
import type { Changes } from '../../import-file/changes';
import type { Importer } from '../../import-file/import-records';
import type { StagedRecord } from '../../import-file/staging';
import { stagedAs } from '../../import-file/staging-queries';
import { establishRegions } from '../regions/establish';
import { NRW_DISTRICTS, STATE } from '../regions/nrw-districts';
import { fillMissingMediaCentres } from '../regions/region-queries';
import { type Area, areasOf, doublyServed } from './area-periods';
import { followAreas, storedAreas, writeAreas } from './area-queries';
import { storedOrganisations, upsertNamed } from './organisation-queries';
import { type MediaCentreRecord, mediaCentreRecord } from './records';

const MEDIA_CENTRES = stagedAs<MediaCentreRecord>('media_centres');

const DISTRICTS = new Set(NRW_DISTRICTS.map(({ ags }) => ags));

/** @param asOf from when on the centres serve what the file says */
export function mediaCentres(asOf: Date): Importer<MediaCentreRecord> {
  let onRecord: readonly Area[] = [];
  /** The new areas by centre, for centres for which the file lists any. */
  const planned = new Map<string, { readonly one: StagedRecord<MediaCentreRecord>; readonly areas: readonly Area[] }>();
  let moved = 0;
  return {
    ...MEDIA_CENTRES,
    schema: mediaCentreRecord,
    identity: ({ number }) => `number: the media centre ${number}`,
    async check(db, batch, problems) {
      if (planned.size === 0) onRecord = await storedAreas(db, STATE.number);
      const known = await stored(db, batch);
      for (const one of batch) {
        const { number, name, areas = [] } = one.value;
        if (name === undefined && !known.has(number))
          problems.add(one, `name: is missing; the media centre ${number} is new and needs it`);
        areas.forEach(({ district, municipality }, index) => {
          const ags = (district ?? municipality) as string;
          if (!DISTRICTS.has(ags.slice(0, 5)))
            problems.add(one, `areas[${index}]: ${ags} lies in no district of ${STATE.name}`);
        });
        const next = areasOf(one.value, onRecord, asOf.toISOString());
        if (next) planned.set(number, { one, areas: next });
      }
    },
    async checkWhole(_db, problems) {
      const stay = onRecord.filter(({ centre }) => !planned.has(centre));
      const twice = doublyServed([...[...planned.values()].flatMap(({ areas }) => areas), ...stay]);
      if (!twice) return;
      const [area, other] = planned.has(twice[0].centre) ? twice : [twice[1], twice[0]];
      problems.add(
        planned.get(area.centre)?.one ?? null,
        `areas: ${area.ags} is served by ${other.centre} already, ${describePeriod(other)}; name that centre in the file too, with all areas that it keeps`,
      );
    },
    async write(db, batch, changes) {
      const known = await stored(db, batch);
      const records = batch.map(({ value }) => value);
      for (const { number, name } of records)
        if (name !== undefined)
          changes.compare(`centre ${number}`, known.has(number) ? { name: known.get(number)?.name } : undefined, {
            name,
          });
      await upsertNamed(db, 'MEDIA_CENTRE', STATE.number, records);
      const renamed = records.filter(
        ({ number, name }) => name && known.has(number) && known.get(number)?.name !== name,
      );
      const changed = new Set(renamed.map(({ number }) => number));
      for (const { number } of records) {
        const areas = planned.get(number)?.areas;
        if (areas && known.has(number) && reportAreas(number, onRecord, areas, changes)) changed.add(number);
      }
      const added = records.length - known.size;
      return { media_centres: { added, changed: changed.size, unchanged: records.length - added - changed.size } };
    },
    /** Areas change from one centre to another, so all of them are written at once. */
    async finish(db) {
      if (planned.size === 0) return;
      await establishRegions(db);
      await writeAreas(
        db,
        STATE.number,
        [...planned.keys()],
        [...planned.values()].flatMap(({ areas }) => areas),
      );
      await fillMissingMediaCentres(db, STATE.number, asOf);
      moved = await followAreas(db, STATE.number, asOf);
    },
    async notes() {
      return moved > 0 ? [`schools that belong to another media centre, now or later: ${moved}`] : [];
    },
  };
}

function stored(db: Queryable, batch: readonly StagedRecord<MediaCentreRecord>[]) {
  return storedOrganisations(
    db,
    'MEDIA_CENTRE',
    STATE.number,
    batch.map(({ value }) => value.number),
  );
}

/** @returns whether anything changes */
function reportAreas(centre: string, onRecord: readonly Area[], areas: readonly Area[], changes: Changes): boolean {
  const former = onRecord.filter((area) => area.centre === centre);
  const of = (all: readonly Area[], ags: string) =>
    all
      .filter((area) => area.ags === ags)
      .map(describePeriod)
      .sort()
      .join(' and ') || 'nothing';
  const differing = [...new Set([...former, ...areas].map(({ ags }) => ags))].filter(
    (ags) => of(former, ags) !== of(areas, ags),
  );
  for (const ags of differing) changes.add(`centre ${centre}`, `area ${ags}`, of(former, ags), of(areas, ags));
  return differing.length > 0;
}

function describePeriod({ from, until }: Area): string {
  const day = (instant: string | null, open: string) => (instant ? dateOf(Date.parse(instant)) : open);
  return `${day(from, 'ever')} to ${day(until, 'further notice')}`;
}
