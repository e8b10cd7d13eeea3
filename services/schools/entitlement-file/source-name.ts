/** The name of a source of entitlements: the file of a seller, the list of an authority. */
export const SOURCE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;
export const SOURCE_NAME_IN_WORDS = 'up to 60 letters, digits, dots, underscores and hyphens';
