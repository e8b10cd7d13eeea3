/**
 * For catalogue data that is the same for everybody: a client may cache it for a minute, so it may show a withdrawn
 * title for that long. Whether a school may use a title is never part of it.
 */
export const KEPT_BY_CLIENTS = '@cacheControl(maxAge: 60)';
