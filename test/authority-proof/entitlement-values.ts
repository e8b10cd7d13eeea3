/** Makes values for entitlements, their changes, jobs and seats. */
import { ABSENT, ODD, plain } from './chosen-rows';
import { absentOf, type Makers, type SpecialValues } from './makers';

export const AMENDING_INPUTS = ['Amend', 'Move', 'Resume', 'Revoke', 'Suspend'].map(
  (verb) => `${verb}EntitlementsInput`,
);
export const REASON = 'RevokeEntitlementsInput.reason';

export function entitlementValues(makers: Makers): SpecialValues {
  const {
    rights,
    oracle,
    round,
    chance,
    own,
    odd,
    school,
    title,
    entitlement,
    licence,
    seat,
    holder,
    times,
    ownRow,
    inDays,
    pasted,
  } = makers;

  const values: SpecialValues['values'] = {
    'Query.entitlement.id': () => entitlement(({ row }) => rights.entitlements.has(row)),
    'EntitlementFilter.school': () => school(),
    'EntitlementFilter.licence': () => licence(),
    /** The owner of an entitlement's licence may be read with the entitlement. */
    'EntitlementFilter.owner': () => {
      const owner = chance.of(oracle.organisations);
      const of = ({ level, id }: { level: string; id: string }) => ({ level, id });
      return { value: of(owner), twin: rights.named.has(owner.row) ? of(owner) : absentOf(owner.level) };
    },
    'Query.assignment.id': () => ownRow(oracle.assignments),
    'Query.amendment.id': () => ownRow(oracle.amendments),
    'Query.job.id': () => ownRow(oracle.jobs),
    'Mutation.cancelJob.id': () => ownRow(oracle.jobs),
    'AssignEntitlementsInput.previewToken': () => (own || chance.holds(0.7) ? plain(null) : ownRow(oracle.assignments)),
    HolderInput: holder,
    'AcquireSeatInput.school': () => school(),
    SeatInput: seat,
    'AcquireSeatInput.title': () => plain(title()),
    'AssignEntitlementsInput.idempotencyKey': () => plain(chance.of(['eins', 'zwei', 'drei', '__proto__', null])),
    'AssignEntitlementsInput.validFrom': () => plain(inDays([1, 10, 100])),
    'AssignEntitlementsInput.validUntil': () => plain(inDays([120, 250])),
    'AssignEntitlementsInput.rights': () => plain(own || chance.holds(0.8) ? null : ['LENDING']),
    ...Object.fromEntries(
      ['ResumeEntitlementsInput.at', 'MoveEntitlementsInput.at', 'SuspendEntitlementsInput.from'].map((place) => [
        place,
        () => plain(inDays(own ? [0.1, 5] : [-5, 5])),
      ]),
    ),
    ...Object.fromEntries(
      AMENDING_INPUTS.map((input) => [`${input}.previewToken`, () => plain(odd() ? chance.of(ODD) : null)]),
    ),
    'SuspendEntitlementsInput.until': () => plain(inDays([20, 60])),
    'AmendEntitlementsInput.validUntil': () => plain(chance.of([null, inDays([10, 100, 500])])),
    'EntitlementVersionInput.id': () => entitlement(({ owner, holder: of }) => rights.mayAmend(owner, of)),
    'EntitlementVersionInput.version': () => plain(chance.of([1, 1, 1, 2, 3])),
    'Mutation.undoChange.change': () => plain(undoable()),
    'UndoChangeInput.change': () => plain(undoable()),
    'RevokeEntitlementsInput.at': () => plain(inDays(own ? [0.1, 5, 50] : [-5, 5, 50])),
    [REASON]: () => plain(round.revocationsGiveReason ? 'Ende des Beweises' : null),
  };
  const lists: SpecialValues['lists'] = {
    'AssignEntitlementsInput.holders': () => times(own ? 2 : 3, holder),
    'AssignEntitlementsInput.licenceIds': () => times(2, licence),
    ...Object.fromEntries(
      [...AMENDING_INPUTS.map((input) => `${input}.entitlementIds`), 'EntitlementSelection.ids'].map((place) => [
        place,
        () => times(own ? 1 : 3, () => entitlement(({ owner, holder: of }) => rights.mayAmend(owner, of))),
      ]),
    ),
    'HolderSelection.numbers': () => times(own ? 1 : 3, pasted),
  };

  /** Chooses a change of entitlements. Of the caller's own changes, it is one that a mutation made. */
  function undoable(): string {
    const changes = oracle.audited.filter(
      ({ service, object, owner, author }) =>
        service === 'schools' &&
        object.startsWith('ENTITLEMENT') &&
        (!own || (author !== null && owner !== null && rights.within.has(owner))),
    );
    return changes.length > 0 && !odd() ? chance.of(changes).change : ABSENT.ROW;
  }

  return { values, lists };
}
