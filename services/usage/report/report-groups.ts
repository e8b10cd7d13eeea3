/** The groups of a report: for each, the SQL that separates rows of use, and names the groups. */
import { enumOf } from '../../subgraph/schema/enums';

export const USAGE_GROUPS = [
  'SCHOOL',
  'SCHOOL_FORM',
  'DISTRICT',
  'MEDIA_CENTRE',
  'AUTHORITY',
  'TITLE',
  'PUBLISHER',
  'SUBJECT',
  'LICENCE',
  'LEVEL',
  'RIGHT',
  'CLIENT',
  'KIND',
  'AUDIENCE',
  'ACCESS_TYPE',
] as const;
export type UsageGroup = (typeof USAGE_GROUPS)[number];
export const UsageGroupEnum = enumOf(USAGE_GROUPS);

interface GroupSql {
  /**
   * What rows of use `s` are grouped by: a column of theirs, of their title `t`, their school `f`, or one of its
   * subjects.
   */
  readonly key: string;
  readonly of?: 'title' | 'school' | 'subject';
  /**
   * The relation with the group's name: its `id` is the key, and it has columns with the id for clients and with the
   * name.
   */
  readonly named?: { readonly relation: string; readonly id: string; readonly name: string };
  /** Or the name in its rows of use: all have the same, or one of them is taken. */
  readonly label?: string;
  /** Set where only sums by licence have it. */
  readonly byLicence?: true;
}

const ORGANISATION = { relation: 'directory.organisation', id: 'external_id', name: 'name' };
const GROUPS: Readonly<Record<UsageGroup, GroupSql>> = {
  SCHOOL: { key: 's.school_id', named: ORGANISATION },
  SCHOOL_FORM: { key: `f.state || ':' || f.form_code`, of: 'school', label: 'f.form' },
  DISTRICT: { key: 's.district_id', named: ORGANISATION },
  MEDIA_CENTRE: { key: 's.media_centre_id', named: ORGANISATION },
  AUTHORITY: { key: 's.authority_id', named: ORGANISATION },
  TITLE: { key: 's.title_id', named: { relation: 'directory.title', id: 'id', name: 'name' } },
  PUBLISHER: { key: 't.publisher', of: 'title' },
  SUBJECT: { key: 'subject', of: 'subject' },
  LICENCE: { key: 's.licence_id', named: { relation: 'directory.licence', id: 'id', name: 'name' }, byLicence: true },
  LEVEL: { key: 's.level', byLicence: true },
  RIGHT: { key: 's.usage_right', byLicence: true },
  CLIENT: { key: 's.client' },
  KIND: { key: 't.kind', of: 'title' },
  AUDIENCE: { key: 's.audience' },
  ACCESS_TYPE: { key: 's.access_type' },
};

/** Joins the school, the title, or each of its subjects to a row of use. */
const JOINS = {
  title: 'join directory.title t on t.id = s.title_id',
  school: 'join directory.school f on f.id = s.school_id',
  /** A title without any subject has none, and is one row. */
  subject: 'left join lateral unnest(t.subjects) subject on true',
};

export function joinsOf(groups: readonly UsageGroup[]): string {
  const of = groups.map((group) => GROUPS[group].of);
  return [
    of.includes('title') || of.includes('subject') ? JOINS.title : '',
    of.includes('school') ? JOINS.school : '',
    of.includes('subject') ? JOINS.subject : '',
  ].join(' ');
}

export function keyOf(group: UsageGroup | undefined): string {
  return group ? GROUPS[group].key : 'null::text';
}

/** The name of the group in the rows of use; aggregated like figures. */
export function labelOf(group: UsageGroup | undefined): string {
  const label = group && GROUPS[group].label;
  return label ? `min(${label})` : 'null::text';
}

/**
 * How the names of the group at this place are found: the id for clients, and the name; null where a use has none.
 *
 * @param at its key is `key1` or `key2` of `summed`, and its label `label1` or `label2`
 */
export function namesOf(group: UsageGroup | undefined, at: 1 | 2): { join: string; id: string; name: string } {
  const key = `summed.key${at}`;
  const named = group && GROUPS[group].named;
  if (!named) {
    const id = `nullif(${key}::text, '')`;
    return { join: '', id, name: group && GROUPS[group].label ? `nullif(summed.label${at}, '')` : id };
  }
  const alias = `named${at}`;
  return {
    join: `left join ${named.relation} ${alias} on ${alias}.id = ${key}`,
    id: `${alias}.${named.id}::text`,
    name: `${alias}.${named.name}`,
  };
}

/** Tells whether only sums by licence can separate the groups. */
export function areByLicence(groups: readonly UsageGroup[]): boolean {
  return groups.some((group) => GROUPS[group].byLicence);
}
