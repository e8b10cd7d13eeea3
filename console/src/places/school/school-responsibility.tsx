import type { EntitlementRow, SchoolPageData } from '../../api/operations';
import { Facts } from '../../parts/facts';
import { Section } from '../../parts/page';
import { useWords } from '../../words/words';
import { schoolWords } from './words';

interface Props {
  school: NonNullable<SchoolPageData['school']>;
  entitlements: readonly EntitlementRow[] | null;
}

export function SchoolResponsibility({ school, entitlements }: Props) {
  const words = useWords(schoolWords);
  const { authority, mediaCentre, district, city, form } = school;
  const groups = new Map(
    entitlements?.filter(({ level }) => level === 'SCHOOL_GROUP').map(({ holder }) => [holder.id, holder]),
  );
  return (
    <Section title={words.responsible} id="responsible">
      <div className="columns">
        <Facts
          rows={[
            [words.authority, `${authority.name} (${authority.number})`],
            [words.mediaCentre, mediaCentre ? `${mediaCentre.name} (${mediaCentre.number})` : words.noMediaCentre],
            [words.district, district.name],
          ]}
        />
        <Facts
          rows={[
            [words.city, city],
            form !== null && [words.form, form],
            entitlements !== null && [
              words.groups,
              groups.size > 0 ? [...groups.values()].map(({ name }) => name).join(', ') : words.noGroups,
            ],
          ]}
        />
      </div>
    </Section>
  );
}
