/** Makes values for licences, packages, and lists of entitlements of a source. */
import { randomUUID } from 'node:crypto';
import { ABSENT, plain, type Value } from './chosen-rows';
import type { Makers, SpecialValues } from './makers';

/** These are not amended, because other callers ask about the licence at the same time. */
const LEFT_AS_THEY_ARE = ['from', 'number', 'name', 'kind', 'publisher', 'holderLevels', 'rights', 'term'];
const NOT_SAID = ['pupilRights', 'seats', 'priceCents', 'purchases', 'packages', 'titles'];

export function licenceValues(makers: Makers): SpecialValues {
  const { rights, oracle, chance, own, licence, holder, ownRow, inDays } = makers;

  /** The licence whose version is asked for next. */
  let amended: Value | undefined;
  /** The package whose version is asked for next. */
  let amendedPackage: Value | undefined;
  const values: SpecialValues['values'] = {
    'CreateLicenceInput.number': () => plain(`C${randomUUID().slice(0, 8)}`),
    /** Names are unique, because a foreign licence is searched for by its name, of which the twin knows nothing. */
    'CreateLicenceInput.name': () => plain(`Neu${randomUUID().slice(0, 8)}`),
    'CreateLicenceInput.kind': () => plain('Schullizenz'),
    'CreateLicenceInput.publisher': () => plain('Musterverlag'),
    'Query.package.id': () => packageOf(true),
    'Query.packageChange.id': () => ownRow(oracle.packageChanges),
    'CreatePackageInput.number': () => plain(`K${randomUUID().slice(0, 8)}`),
    'CreatePackageInput.name': () => plain(`Neu${randomUUID().slice(0, 8)}`),
    'CreatePackageInput.idempotencyKey': () => plain(null),
    'AmendPackageInput.idempotencyKey': () => plain(null),
    'AmendPackageInput.packageId': () => {
      amendedPackage = packageOf(false);
      return amendedPackage;
    },
    'AmendPackageInput.version': () =>
      plain(oracle.packages.find(({ row }) => row === amendedPackage?.value)?.version ?? 1 + chance.below(3)),
    'AmendPackageInput.number': () => plain(undefined),
    'AmendPackageInput.name': () => plain(undefined),
    'AmendPackageInput.previewToken': () => (own || chance.holds(0.7) ? plain(null) : ownRow(oracle.packageChanges)),
    'AmendPackageInput.closedFrom': () => plain(chance.of([undefined, undefined, null, inDays([100])])),
    'PackageTitleInput.title': () => plain(chance.of(oracle.titles).number),
    'PackageTitleInput.from': () => plain(chance.of([null, inDays([5, 50])])),
    'PackageTitleInput.until': () => plain(chance.of([null, inDays([80, 90])])),
    TermInput: () => plain({ kind: 'UNLIMITED' }),
    'SyncEntitlementsInput.source': () => plain(chance.of(['eins', 'zwei'])),
    'SyncEntitlementsInput.confirmLosses': () => plain(chance.of([null, 0, 1, 2])),
    SyncRowInput: () => {
      const [of, to] = [licence(), holder()];
      const numberOf = (row: unknown) => oracle.licences.find((one) => one.row === row)?.number ?? 'keine';
      const keyOf = (one: unknown) => Object.values(one as { level: string; id: string }).join(':');
      return {
        value: { licence: numberOf(of.value), holder: keyOf(to.value) },
        twin: { licence: numberOf(of.twin), holder: keyOf(to.twin) },
      };
    },
    'AmendLicenceInput.licenceId': () => {
      amended = licence();
      return amended;
    },
    'AmendLicenceInput.version': () =>
      plain(oracle.licences.find(({ row }) => row === amended?.value)?.version ?? 1 + chance.below(3)),
    ...Object.fromEntries(LEFT_AS_THEY_ARE.map((field) => [`AmendLicenceInput.${field}`, () => plain(undefined)])),
    ...Object.fromEntries(
      ['CreateLicenceInput', 'AmendLicenceInput'].flatMap((input) => [
        ...NOT_SAID.map((field) => [`${input}.${field}`, () => plain(undefined)]),
        [`${input}.noticeOn`, () => plain(chance.of(['2027-03-31', '2031-12-31', null]))],
        [`${input}.schoolCount`, () => plain(chance.of([null, 5, 500]))],
        [`${input}.documents`, () => plain(chance.of([undefined, [], ['AZ 1', 'AZ 2']]))],
      ]),
    ),
  };

  function packageOf(isReadable: boolean): Value {
    const isKnown = ({ owner }: { owner: string | null }) =>
      rights.asker.kind === 'operator' || (owner === null ? isReadable : rights.within.has(owner));
    const known = own ? oracle.packages.filter(isKnown) : oracle.packages;
    if (known.length === 0) return plain(ABSENT.ROW);
    const one = chance.of(known);
    return { value: one.row, twin: isKnown(one) ? one.row : ABSENT.ROW };
  }

  return { values, lists: {} };
}
