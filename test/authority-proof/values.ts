/**
 * Values for the arguments of an operation: ids, numbers, words and cursors of the world, the caller's own and foreign
 * ones. Each foreign one has a twin of the same form that does not exist, for the twin operation that must get the same answer.
 */
import { randomUUID } from 'node:crypto';
import {
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import { WORKLISTS } from '../../services/subgraph/worklist/worklists';
import { USAGE_GROUPS } from '../../services/usage/report/report-groups';
import type { Chance } from './chance';
import { ABSENT, chooserOf, ODD, plain, type Value } from './chosen-rows';
import type { Oracle, OwnRow } from './oracle';
import { MONTH_OF_FULL_SEATS, MONTHS_WITH_USES } from './random-world';
import type { Rights } from './rights';
import { isOwn } from './rows-at';
import { fieldsOf, type Shape } from './shapes';
import { surveyValues } from './surveys';

/** What is the same for all operations that are asked at the same time. */
export interface Round {
  /** What earlier answers gave, to whomever, by the coordinate of the list. */
  readonly cursors: ReadonlyMap<string, readonly string[]>;
  /**
   * Two callers may revoke the same entitlement, the second for an earlier instant: the answer of the first must still
   * agree with what then stands in the database.
   */
  readonly revocationsGiveReason: boolean;
  /** School groups are changed, and nothing else is: what may be assigned to a group hangs on its schools. */
  readonly changesGroups: boolean;
}

export interface Values {
  readonly variables: Record<string, unknown>;
  /** Null where nothing foreign is asked for. */
  readonly twin: Record<string, unknown> | null;
}

const DAY_MS = 24 * 3_600_000;

export function valuesFor(shape: Shape, rights: Rights, oracle: Oracle, round: Round, chance: Chance, own: boolean) {
  const values = createValues(rights, oracle, round, chance, own);
  const variables: Record<string, unknown> = {};
  const twin: Record<string, unknown> = {};
  let differs = false;
  for (const field of fieldsOf(shape.roots)) {
    for (const { place, type, variable } of field.arguments) {
      const made = values.make(type, place);
      variables[variable] = made.value;
      twin[variable] = made.twin;
      differs ||= JSON.stringify(made.value) !== JSON.stringify(made.twin);
    }
  }
  return { variables, twin: differs ? twin : null } satisfies Values;
}

const AMENDING_INPUTS = ['Amend', 'Move', 'Resume', 'Revoke', 'Suspend'].map((verb) => `${verb}EntitlementsInput`);
const WAYS_TO_CHOOSE = ['entitlementIds', 'entitlements', 'selection'];

/** What is refused without it, and is left out now and then. */
const MOSTLY_GIVEN = [
  'AddSchoolsToGroupInput.numbers',
  'AmendEntitlementsInput.validUntil',
  'AmendPackageInput.add',
  'AssignEntitlementsInput.holders',
  'HolderSelection.holders',
  'RemoveSchoolsFromGroupInput.numbers',
];

const REASON = 'RevokeEntitlementsInput.reason';

/** What nobody amends here: other callers are asked about it at the same time. */
const LEFT_AS_THEY_ARE = ['from', 'number', 'name', 'kind', 'publisher', 'holderLevels', 'rights', 'term'];
const NOT_SAID = ['pupilRights', 'seats', 'priceCents', 'purchases', 'packages', 'titles'];

/** Of which an input takes exactly one. */
function waysToChoose(input: string): readonly string[] {
  if (input === 'EntitlementSelection') return ['ids', 'filter'];
  if (input === 'ChangeInput') return ['amend', 'move', 'resume', 'revoke', 'suspend', 'undo'];
  return AMENDING_INPUTS.includes(input) ? WAYS_TO_CHOOSE : [];
}

/** One that does not exist. */
function absentOf(level: string) {
  return { level, id: level === 'STATE' ? 'XX' : `NW:${ABSENT.NUMBER}` };
}

function createValues(rights: Rights, oracle: Oracle, round: Round, chance: Chance, own: boolean) {
  const chosen = chooserOf(rights, oracle, chance, own);
  const { odd, school, authority, title, entitlement, licence, seat, holder } = chosen;
  const schools = oracle.organisations.filter(({ level }) => level === 'SCHOOL');

  /** The licence whose version is wanted next. */
  let amended: Value | undefined;
  /** The package whose version is wanted next. */
  let amendedPackage: Value | undefined;
  /** The organisation whose level is wanted next. */
  let named: Value | undefined;
  const partOf = ({ value, twin }: Value, part: 'level' | 'id'): Value => ({
    value: (value as Record<string, unknown>)[part],
    twin: (twin as Record<string, unknown>)[part],
  });

  /** For whose staff something is written. */
  function deskOrganisation(): Value {
    const bound = oracle.organisations.find(({ row }) => rights.bound.has(row));
    return own ? plain(bound ? { level: bound.level, id: bound.id } : null) : holder();
  }

  function subscription(): Value {
    const isOwn = ({ organisation }: { organisation: string }) => rights.bound.has(organisation);
    const known = own ? oracle.subscriptions.filter(isOwn) : oracle.subscriptions;
    if (known.length === 0) return plain(ABSENT.ROW);
    const one = chance.of(known);
    return { value: one.row, twin: isOwn(one) ? one.row : ABSENT.ROW };
  }

  function packageOf(isReadable: boolean): Value {
    const isKnown = ({ owner }: { owner: string | null }) =>
      rights.asker.kind === 'operator' || (owner === null ? isReadable : rights.within.has(owner));
    const known = own ? oracle.packages.filter(isKnown) : oracle.packages;
    if (known.length === 0) return plain(ABSENT.ROW);
    const one = chance.of(known);
    return { value: one.row, twin: isKnown(one) ? one.row : ABSENT.ROW };
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

  const SPECIAL: Record<string, () => Value> = {
    /** Whoever was given it, and for whichever school. */
    'School.changes.since': () => {
      const known = round.cursors.get('School.changes.since') ?? [];
      return plain(known.length > 0 && chance.holds(0.7) ? chance.of(known) : null);
    },
    'Query.school.number': () => school(),
    'Query.school.state': () => plain(chance.of(own ? ['NW'] : ['NW', 'NW', 'NW', 'NW', 'BY', 'nw', '__proto__'])),
    'Query.schoolAuthority.state': () => plain('NW'),
    'Query.schoolAuthority.number': () => authority(),
    'Query.organisation.id': () => {
      named = holder();
      return partOf(named, 'id');
    },
    'Query.organisation.level': () => partOf(named ?? holder(), 'level'),
    'Query.entitlement.id': () => entitlement(({ row }) => rights.entitlements.has(row)),
    'EntitlementFilter.school': () => school(),
    'EntitlementFilter.licence': () => licence(),
    /** Whose licence an entitlement is of may be read with it. */
    'EntitlementFilter.owner': () => {
      const owner = chance.of(oracle.organisations);
      const of = ({ level, id }: { level: string; id: string }) => ({ level, id });
      return { value: of(owner), twin: rights.named.has(owner.row) ? of(owner) : absentOf(owner.level) };
    },
    /** The objects of one trail have ids of several kinds: a foreign entitlement's may be that of an own membership. */
    'AuditFilter.objectId': () => plain(chance.of(oracle.audited).objectId),
    'AuditFilter.change': () => plain(chance.of(oracle.audited).change),
    'AuditFilter.author': () => plain(chance.of(oracle.audited).author ?? 'nobody'),
    'AuditFilter.operations': () => plain(chance.of([['revokeEntitlements'], ['sql'], ['sql', 'assignEntitlements']])),
    'AuditFilter.organisation': () => {
      const { key, row } = chance.of(oracle.organisations);
      return { value: key, twin: rights.named.has(row) ? key : `SCHOOL:NW:${ABSENT.NUMBER}` };
    },
    'Query.assignment.id': () => ownRow(oracle.assignments),
    'Query.amendment.id': () => ownRow(oracle.amendments),
    'Query.job.id': () => ownRow(oracle.jobs),
    'Mutation.cancelJob.id': () => ownRow(oracle.jobs),
    'AssignEntitlementsInput.previewToken': () => (own || chance.holds(0.7) ? plain(null) : ownRow(oracle.assignments)),
    HolderInput: holder,
    OwnerInput: holder,
    'CreateLicenceInput.number': () => plain(`C${randomUUID().slice(0, 8)}`),
    /** No two have one name: by it a foreign licence is looked for, of which the twin knows nothing. */
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
    'Query.schoolGroup.id': group,
    'CreateSchoolGroupInput.owner': groupOwner,
    'AdoptSchoolGroupInput.owner': groupOwner,
    'CreateSchoolGroupInput.code': () => plain(odd() ? chance.of(ODD) : `g${chance.below(10_000)}`),
    'CreateSchoolGroupInput.name': () => plain(`Gruppe ${chance.below(100)}`),
    'RenameSchoolGroupInput.name': () => plain(`Gruppe ${chance.below(100)}`),
    'RenameSchoolGroupInput.group': () => ownGroup('DESK'),
    'AdoptSchoolGroupInput.group': () => ownGroup('FILE'),
    'AddSchoolsToGroupInput.group': () => ownGroup('DESK'),
    'RemoveSchoolsFromGroupInput.group': () => ownGroup('DESK'),
    'CloseSchoolGroupInput.group': () => ownGroup('DESK'),
    'AddSchoolsToGroupInput.validFrom': () => plain(chance.of([null, null, inDays([5, 50])])),
    'AddSchoolsToGroupInput.validUntil': () => plain(chance.of([null, null, inDays([80, 200])])),
    'RemoveSchoolsFromGroupInput.at': () => plain(chance.of([null, inDays([5, 50])])),
    'CloseSchoolGroupInput.at': () => plain(chance.of([null, inDays([5, 50])])),
    'SchoolGroupFilter.search': () => plain(chance.of(['Gruppe', 'school_group', ...ODD])),
    ...surveyValues(rights, oracle, chance, own),
    'CreateSurveyInput.owner': deskOrganisation,
    'CreateSurveyInput.closesAt': () => plain(inDays([20, 60])),
    'SurveyCandidateInput.name': () => plain('Kandidat'),
    'SurveyCandidateInput.licenceId': () => licence(),
    'SurveyCandidateInput.unitCents': () => plain(own ? 990 : chance.of([0, 990, -1, 0.5])),
    'SchoolFilter.state': () => readable('STATE'),
    'SchoolFilter.regionalAssociation': () => readable('REGIONAL_ASSOCIATION'),
    'SchoolFilter.district': () => readable('DISTRICT'),
    'SchoolFilter.mediaCentre': () => readable('MEDIA_CENTRE'),
    'SchoolFilter.authority': () => readable('AUTHORITY'),
    'SchoolFilter.group': () => readable('SCHOOL_GROUP'),
    'SchoolFilter.form': () => plain(own ? '20' : chance.of(['20', 'Gymnasium', chance.of(schools).form])),
    'SchoolFilter.city': () => plain(chance.of(schools).city),
    'Query.titleByNumber.number': () => plain(odd() ? chance.of(ODD) : chance.of(oracle.titles).number),
    'Query.title.id': () => plain(title()),
    'Title.availability.school': () => school(),
    'AcquireSeatInput.school': () => school(),
    SeatInput: seat,
    'UsageEventInput.school': () => school(),
    'AcquireSeatInput.title': () => plain(title()),
    'UsageEventInput.title': () => plain(title()),
    'UsageEventInput.id': () => plain(randomUUID()),
    'UsageEventInput.usedAt': () => plain(new Date(Date.now() - chance.below(own ? 300 : 450) * DAY_MS).toISOString()),
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
    'Query.deadlines.within': () => plain(chance.of(own ? [30, 366] : [1, 366, 0, 367])),
    /** Nothing else is asked of the months in which seats were refused. */
    'Query.licencesWithFullSeats.from': () => plain(chance.holds(0.8) ? MONTH_OF_FULL_SEATS : MONTHS_WITH_USES[0]),
    'Query.licencesWithFullSeats.until': () => plain(chance.holds(0.8) ? MONTH_OF_FULL_SEATS : MONTHS_WITH_USES[1]),
    'Query.licencesUnused.days': () => plain(chance.of(own ? [1, 30] : [1, 366, 0, 367])),
    'Query.entitlementsCoveredTwice.licence': () => licence(),
    'Query.deadlines.licence': () => (chance.holds(0.6) ? plain(null) : licence()),
    'Query.deadlines.holder': () => (chance.holds(0.6) ? plain(null) : holder()),
    'Query.deadlines.amendable': () => plain(chance.of([null, null, true, false])),
    'Query.entitlementsCoveredTwice.amendable': () => plain(chance.of([null, null, true, false])),
    'Query.deadlines.assignedTo': () => plain(chance.of([null, null, 'ME', 'NOBODY'])),
    /** Whose rows prepare the most. */
    'Query.deadlines.list': () => plain(chance.of(['EXPIRING', 'EXPIRING', 'STARTING', 'NOTICE_DUE', 'NOTICE_DUE'])),
    NoteWorklistInput: note,
    SubscribeToNoticesInput: () => {
      const organisation = deskOrganisation();
      const address = `${chance.of(['eins', 'zwei', 'drei'])}@mail.example`;
      const of = (part: 'value' | 'twin') => ({ organisation: organisation[part], address, within: 30 });
      return { value: of('value'), twin: of('twin') };
    },
    [REASON]: () => plain(round.revocationsGiveReason ? 'Ende des Beweises' : null),
    'Query.usageReport.granularity': () => plain(chance.of(['MONTH', 'TOTAL', 'MONTH', 'TOTAL', 'DAY', 'SCHOOL_YEAR'])),
    'UsageReport.rows.first': () => plain(chance.of([1, 5, 1_000])),
    'UsageReport.rows.after': () => {
      const known = round.cursors.get('UsageReport.rows') ?? [];
      return plain(known.length > 0 && chance.holds(0.3) ? chance.of(known) : null);
    },
    'TitleFilter.grade': () => plain(chance.of([null, 5, -1])),
    'TitleFilter.subjects': () => plain(chance.of([null, [], ['Physik'], ['#o3#', '__proto__']])),
    'TitleFilter.publisher': () => plain(chance.of([null, 'Musterverlag', '#l3#'])),
    'TitleFilter.maximumAgeRating': () => plain(chance.of([null, 6, 99])),
    'TitleFilter.language': () => plain(chance.of([null, 'de', "de'"])),
  };
  const LISTS: Record<string, () => Value[]> = {
    'Mutation.unsubscribeFromNotices.ids': () => times(own ? 1 : 2, subscription),
    'AssignEntitlementsInput.holders': () => times(own ? 2 : 3, holder),
    'AssignEntitlementsInput.licenceIds': () => times(2, licence),
    ...Object.fromEntries(
      [...AMENDING_INPUTS.map((input) => `${input}.entitlementIds`), 'EntitlementSelection.ids'].map((place) => [
        place,
        () => times(own ? 1 : 3, () => entitlement(({ owner, holder: of }) => rights.mayAmend(owner, of))),
      ]),
    ),
    'Query.titlesByNumber.numbers': () => times(6, () => plain(chance.of(oracle.titles).number)),
    'Query.resolveSchools.numbers': () => times(6, pasted),
    'HolderSelection.numbers': () => times(own ? 1 : 3, pasted),
    'AddSchoolsToGroupInput.numbers': () => times(own ? 1 : 3, pasted),
    'RemoveSchoolsFromGroupInput.numbers': () => times(3, pasted),
    'Query.usageReport.groupBy': () =>
      chance.some(USAGE_GROUPS, chance.holds(0.03) ? 3 : 2).map((group) => plain(group)),
    'UsageFilter.schools': () => times(2, () => ofLevel('SCHOOL')),
    'UsageFilter.authorities': () => times(2, () => ofLevel('AUTHORITY')),
    'UsageFilter.mediaCentres': () => times(2, () => ofLevel('MEDIA_CENTRE')),
    'UsageFilter.districts': () => times(2, () => ofLevel('DISTRICT')),
    'UsageFilter.regionalAssociations': () => times(2, () => ofLevel('REGIONAL_ASSOCIATION')),
    'UsageFilter.states': () => times(2, () => ofLevel('STATE')),
    'UsageFilter.titles': () => times(4, () => plain(title())),
    'UsageFilter.schoolForms': () => [plain('NW:20')],
    'UsageFilter.publishers': () => [plain('Musterverlag')],
    'UsageFilter.clients': () => [plain(chance.of(['lms', 'other']))],
    'School.access.titleIds': () => times(chance.holds(0.02) ? 501 : 6, () => plain(title())),
  };

  function times(most: number, make: () => Value): Value[] {
    return Array.from({ length: !own && chance.holds(0.03) ? 0 : 1 + chance.below(most) }, make);
  }

  /** A change of entitlements; of the caller's own, one that a mutation made. */
  function undoable(): string {
    const changes = oracle.audited.filter(
      ({ service, object, owner, author }) =>
        service === 'schools' &&
        object.startsWith('ENTITLEMENT') &&
        (!own || (author !== null && owner !== null && rights.within.has(owner))),
    );
    return changes.length > 0 && !odd() ? chance.of(changes).change : ABSENT.ROW;
  }

  function ofLevel(level: string, known = rights.stoodWith): Value {
    const there = oracle.organisations.filter((one) => one.level === level && (!own || known.has(one.row)));
    const absent = absentOf(level).id;
    if (there.length === 0) return plain(absent);
    const { id, row } = chance.of(there);
    return { value: id, twin: known.has(row) ? id : absent };
  }

  function chosenGroup(mine: ReadonlySet<string>, known: ReadonlySet<string>): Value {
    const groups = oracle.organisations.filter(({ level, row }) => level === 'SCHOOL_GROUP' && (!own || mine.has(row)));
    const absent = `NW:${ABSENT.NUMBER}`;
    if (groups.length === 0) return plain(absent);
    const { id, row } = chance.of(groups);
    return { value: id, twin: known.has(row) ? id : absent };
  }

  function group(): Value {
    return chosenGroup(rights.groups, rights.groups);
  }

  /** Of the caller's own, mostly one that it may change so: kept by its staff, or by a file. */
  function ownGroup(keptBy: 'DESK' | 'FILE'): Value {
    const fitting = oracle.groups.filter((one) => one.keptBy === keptBy && one.closedAt === null);
    const mine = fitting.map(({ row }) => row).filter((row) => rights.ownGroups.has(row));
    return chosenGroup(mine.length > 0 && chance.holds(0.8) ? new Set(mine) : rights.ownGroups, rights.ownGroups);
  }

  function groupOwner(): Value {
    const levels = ['STATE', 'MEDIA_CENTRE', 'AUTHORITY'];
    const there = oracle.organisations.filter(
      ({ level, row, id }) => levels.includes(level) && id.startsWith('NW') && (!own || rights.mayWrite(row, row)),
    );
    if (there.length === 0) return plain(absentOf('AUTHORITY'));
    const { level, id, row } = chance.of(there);
    return { value: { level, id }, twin: rights.within.has(row) ? { level, id } : absentOf(level) };
  }

  function readable(level: string): Value {
    return ofLevel(level, rights.organisations);
  }

  function ownRow(rows: readonly OwnRow[]): Value {
    const known = rows.filter((one) => !own || isOwn(one, rights));
    if (known.length === 0 || odd()) return plain(ABSENT.UUID);
    const one = chance.of(known);
    return { value: one.row, twin: isOwn(one, rights) ? one.row : ABSENT.UUID };
  }

  /** A row with a number, as it comes out of a spreadsheet. */
  function pasted(): Value {
    const { value, twin } = school();
    const [before, after] = chance.of([
      ['', ''],
      ['"', '";'],
      ['\t', ' '],
      ['="', '"'],
    ] as const);
    return { value: `${before}${value}${after}`, twin: `${before}${twin}${after}` };
  }

  function inDays(days: readonly number[]): string {
    return new Date(Date.now() + chance.of(days) * DAY_MS).toISOString();
  }

  function instant(): string {
    const edges = [...oracle.entitlements, ...oracle.memberships].flatMap(({ from, until }) => [from, until]);
    const edge = chance.of(edges.filter((one): one is number => one !== null));
    return new Date(chance.holds(0.3) ? Date.now() - chance.below(900) * DAY_MS : edge - chance.below(2)).toISOString();
  }

  function words(place: string): Value {
    if (place.endsWith('.after')) {
      const field = place.slice(0, -'.after'.length);
      const known = round.cursors.get(field) ?? [];
      return plain(known.length > 0 && chance.holds(own ? 0.3 : 0.8) ? chance.of(known) : own ? null : chance.of(ODD));
    }
    if (place.endsWith('.from') || place.endsWith('.until')) {
      const recent = new Date(Date.now() - chance.below(300) * DAY_MS).toISOString().slice(0, 7);
      if (odd()) return plain(chance.of(['2024-13', '2024-1', '9999-12', '__proto__']));
      return plain(
        chance.holds(0.25)
          ? recent
          : chance.of(place.endsWith('.from') ? MONTHS_WITH_USES.slice(0, 3) : MONTHS_WITH_USES.slice(2)),
      );
    }
    if (place === 'Query.packages.search') {
      const { name, number, owner } = chance.of(oracle.packages);
      const word = chance.of([name, number, 'Paket']);
      const isKnown = rights.asker.kind === 'operator' || owner === null || rights.within.has(owner);
      return { value: word, twin: isKnown || word === 'Paket' ? word : ABSENT.WORD };
    }
    if (place === 'Query.licences.search') {
      const { row, name, number } = chance.of(oracle.licences);
      const word = chance.of([name, number, `#l${row}#`, 'Vertrag']);
      return { value: word, twin: rights.licences.has(row) || word === 'Vertrag' ? word : ABSENT.WORD };
    }
    /** What is written is read by others: the mark in a name would be told to them by whoever wrote it. */
    const isWritten = /Input\.|^Mutation\./.test(place);
    const names = isWritten ? [] : [chance.of(oracle.organisations).name];
    return plain(chance.of(['Titel', 'Titel A', 'B', ...ODD, ...names]));
  }

  function make(type: GraphQLInputType, place: string): Value {
    const special = SPECIAL[place];
    if (special) return special();
    const inner = getNullableType(type);
    if (SPECIAL[String(inner)]) return (SPECIAL[String(inner)] as () => Value)();
    const isChosen = waysToChoose(place.split('.')[0] as string).includes(place.split('.')[1] as string);
    if (!isNonNullType(type) && !LISTS[place] && !isChosen && chance.holds(0.1)) return plain(null);
    if (isListType(inner)) {
      const items = LISTS[place]?.() ?? times(3, () => make(inner.ofType, place));
      return { value: items.map(({ value }) => value), twin: items.map(({ twin }) => twin) };
    }
    if (isInputObjectType(inner)) {
      const ways = waysToChoose(inner.name);
      const way = ways.length > 0 ? chance.of(ways) : null;
      const fields = Object.values(inner.getFields()).filter(
        (field) =>
          field.name === way ||
          isRequiredInputField(field) ||
          (MOSTLY_GIVEN.includes(`${inner.name}.${field.name}`) && chance.holds(0.8)) ||
          (round.revocationsGiveReason && `${inner.name}.${field.name}` === REASON) ||
          (!ways.includes(field.name) &&
            chance.holds(/^(School|Entitlement)Filter$|^AddSchoolsToGroupInput$/.test(inner.name) ? 0.2 : 0.45)),
      );
      const made = fields.map(({ name, type: of }) => [name, make(of, `${inner.name}.${name}`)] as const);
      return {
        value: Object.fromEntries(made.map(([name, { value }]) => [name, value])),
        twin: Object.fromEntries(made.map(([name, { twin }]) => [name, twin])),
      };
    }
    if (isEnumType(inner)) {
      const values = inner.getValues().map(({ name }) => name);
      const usual = inner.name === 'UsageRight' && chance.holds(0.7);
      return plain(usual ? 'STREAM' : chance.of(values));
    }
    if (inner.name === 'Boolean') return plain(chance.holds(place.endsWith('.preview') ? 0.3 : 0.5));
    if (inner.name === 'Int') return plain(own ? 1 + chance.below(5) : chance.of([1, 2, 3, 5, 20, 200, 0, -1, 201]));
    if (inner.name === 'DateTime') return plain(instant());
    return words(place);
  }
  return { make };
}
