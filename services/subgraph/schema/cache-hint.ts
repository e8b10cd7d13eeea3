/**
 * On what the catalogue says to everybody alike: a client may keep it for a minute, so a title that was withdrawn may be
 * shown for as long. Whether a school may use it is never part of that.
 */
export const KEPT_BY_CLIENTS = '@cacheControl(maxAge: 60)';
