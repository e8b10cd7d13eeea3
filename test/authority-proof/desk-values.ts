/** Values for worklists, notices and surveys. */
import { WORKLISTS } from '../../services/subgraph/worklist/worklists';
import { ABSENT, plain, type Value } from './chosen-rows';
import type { Makers, SpecialValues } from './makers';
import { MONTH_OF_FULL_SEATS, MONTHS_WITH_USES } from './random-world';
import { surveyValues } from './surveys';

export function deskValues(makers: Makers): SpecialValues {
  const { rights, oracle, chance, own, entitlement, licence, holder, times, inDays, deskOrganisation } = makers;

  /** The month in which seats were refused is mostly chosen, because no other field asks for it. */
  const seats = chance.holds(0.8) ? [MONTH_OF_FULL_SEATS, MONTH_OF_FULL_SEATS] : MONTHS_WITH_USES;
  const values: SpecialValues['values'] = {
    ...surveyValues(rights, oracle, chance, own),
    'CreateSurveyInput.owner': deskOrganisation,
    'CreateSurveyInput.closesAt': () => plain(inDays([20, 60])),
    'SurveyCandidateInput.name': () => plain('Kandidat'),
    'SurveyCandidateInput.licenceId': () => licence(),
    'SurveyCandidateInput.unitCents': () => plain(own ? 990 : chance.of([0, 990, -1, 0.5])),
    'Query.deadlines.within': () => plain(chance.of(own ? [30, 366] : [1, 366, 0, 367])),
    'Query.licencesWithFullSeats.from': () => plain(seats[0]),
    'Query.licencesWithFullSeats.until': () => plain(seats[1]),
    'Query.licencesUnused.days': () => plain(chance.of(own ? [1, 30] : [1, 366, 0, 367])),
    'Query.entitlementsCoveredTwice.licence': () => licence(),
    'Query.deadlines.licence': () => (chance.holds(0.6) ? plain(null) : licence()),
    'Query.deadlines.holder': () => (chance.holds(0.6) ? plain(null) : holder()),
    'Query.deadlines.amendable': () => plain(chance.of([null, null, true, false])),
    'Query.licencesUnused.amendable': () => plain(chance.of([null, null, true, false])),
    'Query.licencesWithFullSeats.amendable': () => plain(chance.of([null, null, true, false])),
    'Query.entitlementsCoveredTwice.amendable': () => plain(chance.of([null, null, true, false])),
    'Query.deadlines.assignedTo': () => plain(chance.of([null, null, 'ME', 'NOBODY'])),
    /** The lists whose rows prepare changes are chosen more often. */
    'Query.deadlines.list': () => plain(chance.of(['EXPIRING', 'EXPIRING', 'STARTING', 'NOTICE_DUE', 'NOTICE_DUE'])),
    NoteWorklistInput: note,
    SubscribeToNoticesInput: () => {
      const organisation = deskOrganisation();
      const address = `${chance.of(['eins', 'zwei', 'drei'])}@mail.example`;
      const of = (part: 'value' | 'twin') => ({ organisation: organisation[part], address, within: 30 });
      return { value: of('value'), twin: of('twin') };
    },
  };
  const lists: SpecialValues['lists'] = {
    'Mutation.unsubscribeFromNotices.ids': () => times(own ? 1 : 2, subscription),
  };

  function subscription(): Value {
    const isOwn = ({ organisation }: { organisation: string }) => rights.bound.has(organisation);
    const known = own ? oracle.subscriptions.filter(isOwn) : oracle.subscriptions;
    if (known.length === 0) return plain(ABSENT.ROW);
    const one = chance.of(known);
    return { value: one.row, twin: isOwn(one) ? one.row : ABSENT.ROW };
  }

  function note(): Value {
    const list = chance.of(WORKLISTS);
    const isLicence = ['UNUSED', 'SEATS_FULL', 'NOTICE_DUE'].includes(list);
    const object = (): Value => {
      if (list === 'IN_DEMAND') return plain(chance.of(oracle.titles).row);
      return isLicence ? licence() : entitlement(({ row }) => rights.entitlements.has(row));
    };
    const objects = times(own ? 1 : 2, object);
    const organisation = deskOrganisation();
    const snoozedUntil = chance.holds(0.3) ? inDays([1, 10]) : null;
    const of = (part: 'value' | 'twin') => ({
      list,
      rows: objects.map((one) => ({ id: one[part], version: 0 })),
      organisation: organisation[part],
      snoozedUntil,
      assignee: chance.holds(0.3) ? rights.asker.subject : null,
    });
    return { value: of('value'), twin: of('twin') };
  }

  return { values, lists };
}
