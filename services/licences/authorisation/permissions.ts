/**
 * Who may do what in this service. Which scopes a field needs beside it stands at the field, as `@requiresScopes`.
 *
 * | relation           | holds where                                                                                        |
 * | ------------------ | -------------------------------------------------------------------------------------------------- |
 * | `ANY`              | always, whatever the object is                                                                     |
 * | `VOUCHED_FOR`      | the school comes with its timeline, which the schools service gives to those who may read it       |
 * | `OWNER_WITHIN`     | who bought the licence is one of those that the caller is bound to, or one as wide stands above it |
 * | `HELD_ABOVE_REACH` | who holds it is one of those that the caller is bound to, or a school in its reach belongs to it   |
 */
import { everyone, type Permission } from '../../subgraph/authorisation/permissions';

export type SchoolRelation = 'VOUCHED_FOR';
export type LicenceRelation = 'ANY' | 'OWNER_WITHIN' | 'HELD_ABOVE_REACH';

export const PERMISSIONS = {
  /** It is not secret. */
  'catalogue.read': {
    may: everyone('ANY'),
    fields: [
      '_entities.Title',
      'Query.publishers',
      'Query.subjects',
      'Query.title',
      'Query.titleByNumber',
      'Query.titles',
      'Query.titlesByNumber',
      'TitleConnection.totalCount',
    ],
  },
  /** What a school may use, and by what. */
  'school.readAccess': {
    may: { lms: ['VOUCHED_FOR'], licensing: ['VOUCHED_FOR'], operator: ['VOUCHED_FOR'] },
    fields: [
      '_entities.School',
      'LicensedTitleConnection.totalCount',
      'School.access',
      'School.licensedTitles',
      'School.timeline',
    ],
  },
  'licence.read': {
    may: {
      lms: ['OWNER_WITHIN', 'HELD_ABOVE_REACH'],
      licensing: ['OWNER_WITHIN', 'HELD_ABOVE_REACH'],
      operator: ['ANY'],
    },
    fields: ['_entities.Licence', 'Query.licences'],
  },
  /** In the list of licences, those that are the caller's own. */
  'licence.assign': {
    may: { licensing: ['OWNER_WITHIN'], operator: ['ANY'] },
    fields: ['Query.licences'],
  },
  'licence.readPrice': {
    may: { licensing: ['OWNER_WITHIN'], operator: ['ANY'] },
    fields: ['Licence.price', 'Licence.purchases'],
  },
} as const satisfies Record<string, Permission<SchoolRelation | LicenceRelation>>;

type Action = keyof typeof PERMISSIONS;
export type CatalogueAction = Extract<Action, `catalogue.${string}`>;
export type SchoolAction = Extract<Action, `school.${string}`>;
export type LicenceAction = Extract<Action, `licence.${string}`>;
