/** What listeners are told of: the terms of licences, and the catalogue as a whole and by each of its titles. */
export const NOTIFICATIONS = `
  call directory.notify_changes_of('licences.licence_terms', 'licence_id');
  call directory.notify_changes_of('licences.licence_package', 'licence_id');
  call directory.notify_changes_of('licences.title', $name$unnest(array['catalogue', 't' || id])$name$);
  call directory.notify_changes_of('licences.package_title', $name$unnest(array['catalogue', 't' || title_id])$name$);
  call directory.notify_changes_of('licences.subject', $name$'vocabulary'$name$);
  -- The name of a publisher stands with many titles, and hardly ever changes: it tells of all.
  call directory.notify_changes_of('licences.publisher', $name$''$name$);
`;
