/** Makes values for school groups and changes of their schools. */
import { ABSENT, ODD, plain, type Value } from './chosen-rows';
import { absentOf, type Makers, type SpecialValues } from './makers';

export function groupValues(makers: Makers): SpecialValues {
  const { rights, oracle, chance, own, odd, times, inDays, pasted } = makers;

  const values: SpecialValues['values'] = {
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
  };
  const lists: SpecialValues['lists'] = {
    'AddSchoolsToGroupInput.numbers': () => times(own ? 1 : 3, pasted),
    'RemoveSchoolsFromGroupInput.numbers': () => times(3, pasted),
  };

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

  /**
   * Chooses one of the caller's own groups, mostly one that is kept in the way that allows the change: by staff, or by
   * a file.
   */
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

  return { values, lists };
}
