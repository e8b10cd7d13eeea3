/** What audit trails tell of: the tables with `directory.audit_changes_of`, and erased names. */
export const AUDITED_OBJECTS = [
  'API_KEY',
  'AUDIT_PERSON',
  'CONTRACT',
  'ENTITLEMENT',
  'ENTITLEMENT_SUSPENSION',
  'LICENCE',
  'LICENCE_PACKAGE',
  'MEDIA_CENTRE_AREA',
  'MEMBERSHIP',
  'ORGANISATION',
  'PACKAGE',
  'PACKAGE_TITLE',
  'PRICE',
] as const;
export type AuditedObject = (typeof AUDITED_OBJECTS)[number];
