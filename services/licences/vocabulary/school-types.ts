/** The types of school that a title is meant for, with the names by which sources write them. */
import { registerEnumType } from 'type-graphql';
import { enumOf } from '../../subgraph/schema/enums';

const GERMAN = {
  PRIMARY: 'Grundschule',
  HAUPTSCHULE: 'Hauptschule',
  REALSCHULE: 'Realschule',
  SEKUNDARSCHULE: 'Sekundarschule',
  COMPREHENSIVE: 'Gesamtschule',
  GYMNASIUM: 'Gymnasium',
  VOCATIONAL: 'Berufskolleg',
  SPECIAL_NEEDS: 'Förderschule',
  ADULT: 'Weiterbildungskolleg',
} as const;
export type SchoolType = keyof typeof GERMAN;

export const SCHOOL_TYPES = Object.keys(GERMAN) as SchoolType[];

export const SchoolTypeEnum = enumOf(SCHOOL_TYPES);
registerEnumType(SchoolTypeEnum, {
  name: 'SchoolType',
  description: 'A type of school (Schulform) that a title is meant for.',
  valuesConfig: Object.fromEntries(Object.entries(GERMAN).map(([type, name]) => [type, { description: `${name}.` }])),
});

/** @param written the type, or its German name */
export function readSchoolType(written: string): SchoolType | undefined {
  return SCHOOL_TYPES.find(
    (type) => type === written.toUpperCase() || GERMAN[type].toLowerCase() === written.toLowerCase(),
  );
}
