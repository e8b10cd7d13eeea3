/**
 * For catalogue data that is the same for everybody: a client may cache it for a minute, so a withdrawn title may be shown for as
 * long. Whether a school may use a title is never part of it.
 */
export const KEPT_BY_CLIENTS = '@cacheControl(maxAge: 60)';
