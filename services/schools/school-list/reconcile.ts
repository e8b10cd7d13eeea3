/** Makes the database agree with a school list, from an instant on, and keeps the past. */
import type { EntityTransaction } from '../../../database/queryable';
import { Changes } from '../../import-file/changes';
import { writeNaming } from '../../import-file/database-error';
import type { Progress } from '../../import-file/progress';
import { storeSuspendedBefore } from '../entitlement/opened-queries';
import { refuseOpened } from '../entitlement/refuse-opened';
import { followAreas } from '../organisation-file/area-queries';
import { establishRegions } from '../regions/establish';
import { fillMissingMediaCentres, upsertListedMunicipalities } from '../regions/region-queries';
import { reportAttributes, reportMoves } from './change-queries';
import { dataQualityNotes } from './data-quality';
import { refuseLaterMoves, refuseLosses, refuseOlderList } from './list-checks';
import { recordImport } from './list-import-queries';
import { countListed, createListedSchools, deriveFromSchools, listSchools } from './listed-queries';
import { countUnchanged, entitlementsLeftBehind, findMoving, move } from './membership-queries';
import type { SchoolList } from './school-list';
import { analyzeSchools, closeMissing, upsertAuthorities, writeSchools } from './school-list-queries';
import type { SchoolListReport } from './school-list-report';
import { stagedSchools, stageList } from './stage-list';

interface ReconcileOptions {
  readonly asOf: Date;
  /** How many schools that were not announced as closing may be closed, where somebody expects this number. */
  readonly confirmedLosses?: number | null;
  /** At how many schools the list may open what is suspended there, where this number is intended. */
  readonly overridden?: number | null;
}

/**
 * - A school that is new is added; its memberships have no beginning.
 * - A school whose authority, district or media centre changed ends the old membership at `asOf` and begins the new
 *   one.
 * - A school that the list lacks is closed at `asOf`; it keeps its memberships. One that is back is opened again.
 * - Everything else about a school is overwritten. Unchanged rows are not written.
 *
 * @param db a transaction of the owner; the caller commits it
 * @throws ImportError where this list was imported as of later than `asOf`, where a move recorded for later would be
 * undone, where the list is so short that it seems to be cut off, or where a school would get what is suspended there
 * by moving
 */
export async function reconcileSchools(
  db: EntityTransaction,
  list: SchoolList,
  { asOf, confirmedLosses = null, overridden = null }: ReconcileOptions,
  progress: Progress = () => undefined,
  changes = new Changes(),
): Promise<SchoolListReport> {
  await stageList(db, list, progress);
  await refuseOlderList(db, list, asOf);
  await createListedSchools(db);
  for await (const batch of stagedSchools(db, list)) {
    await writeNaming(db, batch, (part) => listSchools(db, list.state, part));
  }
  await deriveFromSchools(db);
  await refuseLosses(db, list, asOf, confirmedLosses);
  await refuseLaterMoves(db, list, asOf);
  await storeSuspendedBefore(db);

  await reportAttributes(db, list, asOf, changes);

  const listed = await countListed(db);
  progress(`writing ${listed.municipalities} municipalities and ${listed.authorities} authorities`);
  const districts = await establishRegions(db);
  const municipalities = await upsertListedMunicipalities(db);
  const authorities = await upsertAuthorities(db, list.state);
  const mediaCentresAdded = await fillMissingMediaCentres(db, list.state, asOf);

  progress(`comparing ${listed.schools} schools`);
  const written = await writeSchools(db, list);
  const closed = await closeMissing(db, list, asOf);

  progress('comparing who belongs to whom');
  await findMoving(db, list.state, asOf);
  await reportMoves(db, asOf, changes);
  const moves = await move(db, asOf);
  const leftBehind = await entitlementsLeftBehind(db, asOf);
  await followAreas(db, list.state, asOf, 'later');
  const opened = await refuseOpened(db, overridden);
  const unchanged = await countUnchanged(db);
  await recordImport(db, list, asOf);
  await analyzeSchools(db);

  return {
    schools: {
      listed: listed.schools,
      ...written,
      movedAuthority: moves.authority,
      movedRegion: moves.region,
      closed,
      unchanged,
    },
    authorities: { listed: listed.authorities, ...authorities },
    municipalities: { listed: listed.municipalities, ...municipalities },
    districts: { listed: listed.districts, ...districts },
    mediaCentresAdded,
    leftBehind,
    opened,
    dataQuality: await dataQualityNotes(db, list),
  };
}
