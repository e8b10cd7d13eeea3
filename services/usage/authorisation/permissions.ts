/**
 * Who may do what in this service. Which scopes a field needs beside it stands at the field, as `@requiresScopes`.
 *
 * | relation  | holds where                                                                            |
 * | --------- | -------------------------------------------------------------------------------------- |
 * | `ANY`     | always, whatever the object is                                                         |
 * | `REACHED` | the school belongs now to an organisation that the caller is bound to, or is it itself |
 * | `WITHIN`  | the caller is bound to the authority, or to one as wide above every school under it    |
 * | `NAMED`   | at the time of use, the school belonged to what the caller is bound to, or was it      |
 */
import type { Permission } from '../../subgraph/authorisation/permissions';

export type SchoolRelation = 'ANY' | 'REACHED';
export type AuthorityRelation = 'ANY' | 'WITHIN';
export type UseRelation = 'ANY' | 'NAMED';

export const PERMISSIONS = {
  'school.record': {
    may: { lms: ['REACHED'], operator: ['ANY'] },
    fields: ['Mutation.recordUsage', 'Mutation.recordDenials'],
  },
  'school.readUsage': {
    may: { licensing: ['REACHED'], reporting: ['REACHED'], operator: ['ANY'] },
    fields: ['_entities.School', 'School.usage'],
  },
  'authority.readUsage': {
    may: { licensing: ['WITHIN'], reporting: ['WITHIN'], operator: ['ANY'] },
    fields: ['_entities.SchoolAuthority', 'SchoolAuthority.usage'],
  },
  /** Of any title, for the catalogue is not secret; the sums are those of the schools that `school.readUsage` allows. */
  'title.readUsage': {
    may: { licensing: ['ANY'], reporting: ['ANY'], operator: ['ANY'] },
    fields: ['_entities.Title', 'Title.usage'],
  },
  /** Each use by itself: a report counts those that the caller may read. */
  'use.report': {
    may: { licensing: ['NAMED'], reporting: ['NAMED'], operator: ['ANY'] },
    fields: [
      'Query.usageReport',
      'UsageReport.rows',
      'UsageReport.totals',
      'UsageReport.previousTotals',
      'UsageRowConnection.totalCount',
    ],
  },
} as const satisfies Record<string, Permission<SchoolRelation | AuthorityRelation | UseRelation>>;

type Action = keyof typeof PERMISSIONS;
export type SchoolAction = Extract<Action, `school.${string}`>;
export type AuthorityAction = Extract<Action, `authority.${string}`>;
export type TitleAction = Extract<Action, `title.${string}`>;
export type UseAction = Extract<Action, `use.${string}`>;
