import { PickField } from '../../parts/pick-field';
import {
  findAuthorities,
  findCities,
  findDistricts,
  findForms,
  findGroups,
  nameOfOrganisation,
} from '../../parts/picks';
import { useAddress } from '../../shell/address';
import { useWords } from '../../words/words';
import { FilterText } from './filter-text';
import { deskWords } from './words';

const PICKS = {
  form: { find: findForms },
  city: { find: findCities },
  district: { find: findDistricts, nameOf: nameOfOrganisation('DISTRICT') },
  authority: { find: findAuthorities, nameOf: nameOfOrganisation('AUTHORITY') },
  group: { find: findGroups, nameOf: nameOfOrganisation('SCHOOL_GROUP') },
} as const;

/** The filters of schools. All but the text are chosen from existing values. */
export function SchoolFilters({ onSet }: { onSet(changes: Record<string, string>): void }) {
  const words = useWords(deskWords);
  const [address] = useAddress();
  return (
    <>
      <FilterText label={words.search} name="search" onSet={onSet} />
      {Object.entries(PICKS).map(([name, pick]) => (
        <PickField
          key={name}
          label={words[name as keyof typeof PICKS]}
          value={address[name] ?? ''}
          onChange={(id) => onSet({ [name]: id })}
          {...pick}
        />
      ))}
    </>
  );
}
