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
import { USAGE_GROUPS } from '../../services/usage/report/report-groups';
import type { Chance } from './chance';
import { ABSENT, ODD, plain, type Value } from './chosen-rows';
import { deskValues } from './desk-values';
import { AMENDING_INPUTS, entitlementValues, REASON } from './entitlement-values';
import { groupValues } from './group-values';
import { licenceValues } from './licence-values';
import { DAY_MS, type Makers, makersOf, type Round } from './makers';
import type { Oracle } from './oracle';
import { MONTHS_WITH_USES } from './random-world';
import type { Rights } from './rights';
import { fieldsOf, type Shape } from './shapes';

interface Values {
  readonly variables: Record<string, unknown>;
  /** Null where nothing foreign is asked for. */
  readonly twin: Record<string, unknown> | null;
}

export function valuesFor(shape: Shape, rights: Rights, oracle: Oracle, round: Round, chance: Chance, own: boolean) {
  const values = createValues(makersOf(rights, oracle, round, chance, own));
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

const WAYS_TO_CHOOSE = ['entitlementIds', 'entitlements', 'selection'];

/** Fields without which the input is refused. They are left out now and then. */
const MOSTLY_GIVEN = [
  'AddSchoolsToGroupInput.numbers',
  'AmendEntitlementsInput.validUntil',
  'AmendPackageInput.add',
  'AssignEntitlementsInput.holders',
  'HolderSelection.holders',
  'RemoveSchoolsFromGroupInput.numbers',
];

/** Returns the fields of which an input accepts exactly one. */
function waysToChoose(input: string): readonly string[] {
  if (input === 'EntitlementSelection') return ['ids', 'filter'];
  if (input === 'ChangeInput') return ['amend', 'move', 'resume', 'revoke', 'suspend', 'undo'];
  return AMENDING_INPUTS.includes(input) ? WAYS_TO_CHOOSE : [];
}

function createValues(makers: Makers) {
  const { rights, oracle, round, chance, own, odd, school, authority, title, holder, schools, times, ofLevel, pasted } =
    makers;
  const subjects = [groupValues, licenceValues, deskValues, entitlementValues].map((of) => of(makers));

  /**
   * The months of one operation are all of this year, or all of those with many uses, so that no period is reversed.
   */
  const areRecent = chance.holds(0.25);
  /** The organisation whose id was just made and whose level comes next. */
  let named: Value | undefined;
  const partOf = ({ value, twin }: Value, part: 'level' | 'id'): Value => ({
    value: (value as Record<string, unknown>)[part],
    twin: (twin as Record<string, unknown>)[part],
  });

  /** Values by the place of the argument, or by its type. */
  const special: Record<string, () => Value> = {
    /** A cursor that any caller received, for any school. */
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
    /** The ids in one trail are of several kinds: that of a foreign entitlement may equal that of an own membership. */
    'AuditFilter.objectId': () => plain(chance.of(oracle.audited).objectId),
    'AuditFilter.change': () => plain(chance.of(oracle.audited).change),
    'AuditFilter.author': () => plain(chance.of(oracle.audited).author ?? 'nobody'),
    'AuditFilter.organisation': () => {
      const { key, row } = chance.of(oracle.organisations);
      return { value: key, twin: rights.named.has(row) ? key : `SCHOOL:NW:${ABSENT.NUMBER}` };
    },
    OwnerInput: holder,
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
    'UsageEventInput.school': () => school(),
    'UsageEventInput.title': () => plain(title()),
    'UsageEventInput.id': () => plain(randomUUID()),
    'UsageEventInput.usedAt': () => plain(new Date(Date.now() - chance.below(own ? 300 : 450) * DAY_MS).toISOString()),
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
    'AuditFilter.operations': () => plain(chance.of([['revokeEntitlements'], ['sql'], ['sql', 'assignEntitlements']])),
    ...Object.assign({}, ...subjects.map((subject) => subject.values)),
  };
  const lists: Record<string, () => Value[]> = {
    'Query.titlesByNumber.numbers': () => times(6, () => plain(chance.of(oracle.titles).number)),
    'Query.resolveSchools.numbers': () => times(6, pasted),
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
    ...Object.assign({}, ...subjects.map((subject) => subject.lists)),
  };

  function readable(level: string): Value {
    return ofLevel(level, rights.organisations);
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
      return plain(known.length > 0 && chance.holds(own ? 0.15 : 0.8) ? chance.of(known) : own ? null : chance.of(ODD));
    }
    if (place.endsWith('.from') || place.endsWith('.until')) {
      if (odd()) return plain(chance.of(['2024-13', '2024-1', '9999-12', '__proto__']));
      const isFirst = place.endsWith('.from');
      const daysAgo = chance.below(own ? 150 : 300) + (own && isFirst ? 150 : 0);
      const recent = new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 7);
      const known = isFirst ? MONTHS_WITH_USES.slice(0, 3) : MONTHS_WITH_USES.slice(2);
      return plain((own ? areRecent : chance.holds(0.25)) ? recent : chance.of(known));
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
    /** Others read what is written, so its author would show them any mark in it. */
    const isWritten = /Input\.|^Mutation\./.test(place);
    const names = isWritten ? [] : [chance.of(oracle.organisations).name];
    return plain(chance.of(['Titel', 'Titel A', 'B', ...ODD, ...names]));
  }

  function make(type: GraphQLInputType, place: string): Value {
    const placed = special[place];
    if (placed) return placed();
    const inner = getNullableType(type);
    if (special[String(inner)]) return (special[String(inner)] as () => Value)();
    const isChosen = waysToChoose(place.split('.')[0] as string).includes(place.split('.')[1] as string);
    if (!isNonNullType(type) && !lists[place] && !isChosen && chance.holds(0.1)) return plain(null);
    if (isListType(inner)) {
      const items = lists[place]?.() ?? times(own ? 2 : 3, () => make(inner.ofType, place));
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
