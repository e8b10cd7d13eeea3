import type { HolderLevel, SchoolMembership, SchoolPageData } from '../../api/operations';
import { Facts } from '../../parts/facts';
import { Section } from '../../parts/page';
import { Table } from '../../parts/table';
import { common } from '../../words/common';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { schoolWords } from './words';

interface Props {
  school: NonNullable<SchoolPageData['school']>;
  /** The instant of the day that is shown; null is now. */
  at: string | null;
}

/** Shows to which organisations the school belongs on that day, and to which it did and will belong on others. */
export function SchoolResponsibility({ school, at }: Props) {
  const words = useWords(schoolWords);
  const format = useFormat();
  const periodOf = usePeriod();
  const { city, form } = school;
  const memberships = school.memberships?.edges.map(({ node }) => node) ?? null;
  const now = at ? Date.parse(at) : Date.now();
  const held = memberships?.filter((one) => holds(one, now)) ?? [];
  const others = memberships?.filter((one) => !holds(one, now)).sort(latestFirst) ?? [];
  // Readers who may not see periods see the present organisations.
  const nowOf: Partial<Record<HolderLevel, { readonly number?: string; readonly name: string } | null>> = {
    AUTHORITY: school.authority,
    MEDIA_CENTRE: school.mediaCentre,
    DISTRICT: school.district,
  };
  const nameOf = (level: HolderLevel, none: string) => {
    const [one] = held.filter(({ organisation }) => organisation.level === level);
    if (memberships === null) {
      const organisation = nowOf[level];
      return organisation ? named(organisation) : none;
    }
    return one ? [named(one.organisation), periodOf(one)].filter(Boolean).join(', ') : none;
  };
  const groups = held.filter(({ organisation }) => organisation.level === 'SCHOOL_GROUP');
  return (
    <Section title={words.responsible} id="responsible">
      <div className="columns">
        <Facts
          rows={[
            [words.authority, nameOf('AUTHORITY', words.none)],
            [words.mediaCentre, nameOf('MEDIA_CENTRE', words.noMediaCentre)],
            [words.district, nameOf('DISTRICT', words.none)],
          ]}
        />
        <Facts
          rows={[
            [words.city, city],
            form !== null && [words.form, form],
            memberships !== null && [
              words.groups,
              groups.length > 0
                ? groups.map((one) => (
                    <span className="cell__line" key={one.organisation.id}>
                      {[named(one.organisation), periodOf(one)].filter(Boolean).join(', ')}
                    </span>
                  ))
                : words.noGroups,
            ],
          ]}
        />
      </div>
      {others.length > 0 && (
        <details className="values">
          <summary>{words.otherTimes(format.number(others.length), others.length === 1)}</summary>
          <OtherTimes rows={others} />
        </details>
      )}
      {school.memberships?.pageInfo.hasNextPage && <p className="note">{words.moreMemberships}</p>}
    </Section>
  );
}

function OtherTimes({ rows }: { rows: readonly SchoolMembership[] }) {
  const words = useWords(schoolWords);
  const general = useWords(common);
  const format = useFormat();
  return (
    <Table
      caption={words.belongsTo}
      rows={rows}
      rowKey={({ organisation, validFrom }) => `${organisation.level} ${organisation.id} ${validFrom}`}
      columns={[
        { key: 'name', title: words.belongsTo, cell: ({ organisation }) => named(organisation) },
        { key: 'level', title: words.level, cell: ({ organisation }) => general.level[organisation.level] },
        {
          key: 'begins',
          title: words.begins,
          cell: ({ validFrom }) => <span className="cell-date">{format.date(validFrom)}</span>,
        },
        {
          key: 'ends',
          title: words.ends,
          cell: ({ validUntil }) => (
            <span className="cell-date">{validUntil ? format.lastDay(validUntil) : general.unlimited}</span>
          ),
        },
      ]}
    />
  );
}

const named = ({ name, number }: { readonly name: string; readonly number?: string }) =>
  number ? `${name} (${number})` : name;

function holds({ validFrom, validUntil }: SchoolMembership, at: number): boolean {
  return (!validFrom || Date.parse(validFrom) <= at) && (!validUntil || at < Date.parse(validUntil));
}

function latestFirst(one: SchoolMembership, other: SchoolMembership): number {
  return Date.parse(other.validFrom ?? '1000-01-01') - Date.parse(one.validFrom ?? '1000-01-01');
}

/** Formats a period: “seit 01.08.2024”; nothing where it has no bounds. */
function usePeriod(): (membership: SchoolMembership) => string {
  const words = useWords(schoolWords);
  const format = useFormat();
  return ({ validFrom, validUntil }) =>
    [validFrom && words.since(format.date(validFrom)), validUntil && words.until(format.lastDay(validUntil))]
      .filter(Boolean)
      .join(' ');
}
