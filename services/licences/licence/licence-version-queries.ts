/** Reads what only the staff of a licence's owner may see, except its purchases. */
import { bigint, instant, int, json, nullable, type RowOf, statement, text, texts } from '../../../database/statement';
import type { Session } from '../../subgraph/database/session';
import { type LicenceVersion, MAX_PACKAGES, MAX_VERSIONS } from './licence-version';

const FIND_VERSIONS = statement(
  'findLicenceVersions',
  `select x.licence_id as "licenceId", x.version, x.recorded_at as "recordedAt", x.valid_from as "from", x.state
   from unnest($1::bigint[]) as asked(id)
   cross join lateral (
     select * from licences.licence_version v where v.licence_id = asked.id order by v.version desc limit ${MAX_VERSIONS}) x
   order by x.licence_id, x.version desc`,
  { licenceId: bigint, version: int, recordedAt: instant, from: nullable(instant), state: json<VersionState>() },
);

type Recorded = 'version' | 'recordedAt' | 'from' | 'packageCount';
type VersionState = Omit<LicenceVersion, Recorded | 'validFrom' | 'validUntil'> & {
  readonly validFrom: string | null;
  readonly validUntil: string | null;
};

/** Returns the versions of each licence that the database shows the caller, with the newest first. */
export async function findVersions(session: Session, ids: readonly string[]): Promise<Map<string, LicenceVersion[]>> {
  const found = new Map<string, LicenceVersion[]>();
  for (const { licenceId, state, ...recorded } of await session.query(FIND_VERSIONS, [ids])) {
    const [validFrom, validUntil] = [state.validFrom, state.validUntil].map((bound) => bound && new Date(bound));
    const packages = state.packages.slice(0, MAX_PACKAGES);
    const counted = { packages, packageCount: state.packages.length };
    const version = { ...state, ...counted, ...recorded, validFrom, validUntil } as LicenceVersion;
    found.set(licenceId, [...(found.get(licenceId) ?? []), version]);
  }
  return found;
}

const FIND_AGREEMENTS = statement(
  'findAgreements',
  `select licence_id as "licenceId", notice_on::text as "noticeOn", documents from licences.agreement
   where licence_id = any ($1)`,
  { licenceId: bigint, noticeOn: nullable(text), documents: texts },
);

export type Agreement = RowOf<typeof FIND_AGREEMENTS>;

export async function findAgreements(session: Session, ids: readonly string[]): Promise<Map<string, Agreement>> {
  const rows = await session.query(FIND_AGREEMENTS, [ids]);
  return new Map(rows.map((row) => [row.licenceId, row]));
}
