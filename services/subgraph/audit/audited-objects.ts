/** The objects of audit trails: the tables with `directory.audit_changes_of`, and erased names. */
const DESCRIPTIONS = {
  AGREEMENT: 'Notice date and documents of a licence.',
  API_KEY: 'An API key.',
  AUDIT_PERSON: 'A name in the audit trail: removed means erased.',
  CONTRACT: 'Number, name, kind and owner of a licence.',
  ENTITLEMENT: 'An entitlement.',
  ENTITLEMENT_SUSPENSION: 'A suspension of an entitlement.',
  LICENCE_PACKAGE: 'That a licence covers a package.',
  LICENCE_TERMS: 'The terms of a licence, from one amendment to the next.',
  MEDIA_CENTRE_AREA: 'That a media centre serves a district.',
  MEMBERSHIP: 'That a school belongs to an organisation, or to a group.',
  ORGANISATION: 'An organisation or a school group: number and name.',
  PACKAGE: 'A package.',
  PACKAGE_TITLE: 'That a package holds a title.',
  PURCHASE: 'A purchase of a licence, with its price.',
  SCHOOL_GROUP: 'Whose a school group is, who keeps it, and since when it is closed.',
  SURVEY: 'A survey.',
  SURVEY_ANSWER: 'How many of a candidate of a survey somebody wants. For operators.',
  SURVEY_CANDIDATE: 'What a survey asks about.',
  SURVEY_REQUEST: 'That somebody is asked in a survey, and has answered. For operators.',
};
export type AuditedObject = keyof typeof DESCRIPTIONS;
export const AUDITED_OBJECTS = Object.keys(DESCRIPTIONS) as AuditedObject[];

export function describeObject(object: AuditedObject): { readonly description: string } {
  return { description: DESCRIPTIONS[object] };
}
