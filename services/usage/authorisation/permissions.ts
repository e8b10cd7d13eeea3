/**
 * Who may do what in this service. Which scopes a field needs beside it stands at the field, as `@requiresScopes`.
 *
 * | relation  | holds where                                                                            |
 * | --------- | -------------------------------------------------------------------------------------- |
 * | `ANY`     | always, whatever the object is                                                         |
 * | `REACHED` | the school belongs now to an organisation that the caller is bound to, or is it itself |
 * | `WITHIN`  | the caller is bound to the authority, or to one as wide above every school under it    |
 */
import type { Permission } from '../../subgraph/authorisation/permissions';

export type SchoolRelation = 'ANY' | 'REACHED';
export type AuthorityRelation = 'ANY' | 'WITHIN';

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
} as const satisfies Record<string, Permission<SchoolRelation | AuthorityRelation>>;

type Action = keyof typeof PERMISSIONS;
export type SchoolAction = Extract<Action, `school.${string}`>;
export type AuthorityAction = Extract<Action, `authority.${string}`>;
export type TitleAction = Extract<Action, `title.${string}`>;
