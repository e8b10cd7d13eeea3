/** The changes that listeners are notified of: the terms of licences, and the catalogue, as a whole and by title. */
export const NOTIFICATIONS = `
  call directory.notify_changes_of('licences.licence_terms', 'licence_id');
  call directory.notify_changes_of('licences.licence_package', 'licence_id');
  call directory.notify_changes_of('licences.title', $name$unnest(array['catalogue', 't' || id])$name$);
  call directory.notify_changes_of('licences.package_title', $name$unnest(array['catalogue', 't' || title_id])$name$);
  call directory.notify_changes_of('licences.subject', $name$'vocabulary'$name$);
  -- Many titles show the name of a publisher, which hardly ever changes, so its change notifies of all titles.
  call directory.notify_changes_of('licences.publisher', $name$''$name$);
`;
