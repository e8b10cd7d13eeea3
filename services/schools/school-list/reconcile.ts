/** Makes the database agree with a school list, from an instant on, and keeps what was before it. */
import type { Queryable } from '../../../database/queryable';
import { establishRegions } from '../regions/establish';
import { fillMissingMediaCentres, upsertMunicipalities } from '../regions/region-queries';
import { rememberImport } from './list-import-queries';
import { countUnchanged, findMoving, move } from './membership-queries';
import { refuseLaterMoves, refuseManyClosings, refuseOlderList } from './refusals';
import type { ListedSchool, SchoolList } from './school-list';
import { analyzeSchools, closeMissing, loadList, upsertAuthorities, writeSchools } from './school-list-queries';
import type { SchoolListReport } from './school-list-report';

export interface ReconcileOptions {
  readonly asOf: Date;
  /** Whether more schools may be closed than a list that is whole would close. */
  readonly closeMany?: boolean;
}

/**
 * - A school that is new is added; its memberships have no beginning.
 * - A school whose authority, district or media centre changed ends the old membership at `asOf` and begins the new one.
 * - A school that the list lacks is closed at `asOf`; it keeps its memberships. One that is back is opened again.
 * - Everything else about a school is overwritten. What is as it was is not written to.
 *
 * @param db a transaction of the owner; the caller commits it
 * @throws ImportRefused where this list was imported as of later than `asOf`, a move was recorded for later and would be
 * undone, or the list is so short that it seems to be cut
 */
export async function reconcileSchools(
  db: Queryable,
  list: SchoolList,
  { asOf, closeMany = false }: ReconcileOptions,
  progress: (text: string) => void = () => undefined,
): Promise<SchoolListReport> {
  await refuseOlderList(db, list, asOf);
  progress(`writing ${list.municipalities.length} municipalities and ${list.authorities.length} authorities`);
  const districts = await establishRegions(db);
  const municipalities = await upsertMunicipalities(db, list.municipalities);
  const authorities = await upsertAuthorities(db, list.state, list.authorities);
  const mediaCentresAdded = await fillMissingMediaCentres(db, list.state, asOf);

  progress(`comparing ${list.schools.length} schools`);
  await loadList(db, list);
  if (!closeMany) await refuseManyClosings(db, list, asOf);
  const changes = await writeSchools(db, list);
  const closed = await closeMissing(db, list, asOf);

  progress('comparing who belongs to whom');
  await findMoving(db, list.state, asOf);
  await refuseLaterMoves(db, list, asOf);
  const moves = await move(db, asOf);
  const unchanged = await countUnchanged(db);
  await rememberImport(db, list, asOf);
  await analyzeSchools(db);

  return {
    schools: {
      listed: list.schools.length,
      ...changes,
      movedAuthority: moves.authority,
      movedRegion: moves.region,
      closed,
      unchanged,
    },
    authorities: { listed: list.authorities.length, ...authorities },
    municipalities: { listed: list.municipalities.length, ...municipalities },
    districts: { listed: new Set(list.municipalities.map(({ ags }) => ags.slice(0, 5))).size, ...districts },
    mediaCentresAdded,
    oddities: oddities(list),
  };
}

function oddities(list: SchoolList): string[] {
  const nameless = new Set(list.authorities.filter(({ name }) => name === null).map(({ number }) => number));
  const ofNameless = list.schools.filter(({ authorityNumber }) => nameless.has(authorityNumber));
  const nameable = nameless.size < list.authorities.length;
  const formless = counted(list.schools.filter(({ form }) => form === null));
  const formsKnown = list.schools.some(({ form }) => form !== null);
  return [
    ...(nameable && nameless.size > 0
      ? [`authorities that the key list lacks, kept by their number: ${nameless.size} (${ofNameless.length} schools)`]
      : []),
    ...(formsKnown && formless.size > 0
      ? [
          `school forms that the key list lacks: ${[...formless].map(([code, count]) => `${code} (${count} schools)`).join(', ')}`,
        ]
      : []),
  ];
}

function counted(schools: readonly ListedSchool[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { formCode } of schools) counts.set(formCode, (counts.get(formCode) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
