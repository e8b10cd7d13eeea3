/** The places of the console: the paths that a browser's address may name. */

/** Each includes everything below it. */
export const PLACES = [
  '/search',
  '/desk',
  '/worklists',
  '/surveys',
  '/reports',
  '/schools',
  '/entitlements',
  '/administration',
  '/accessibility',
  '/imprint',
  '/privacy',
] as const;

const LONGEST_RETURN = 1_000;

/**
 * Returns where a person goes after signing in: a place of the console and nothing else, so that no link leads from
 * our sign-in to a foreign page.
 *
 * @returns null where it is not a place of the console
 */
export function placeOf(returnTo: string): string | null {
  const base = 'http://console.invalid';
  // A browser treats a backslash like a slash, and ignores tabs and line ends.
  if (returnTo.length > LONGEST_RETURN || !/^\/[\x21-\x5b\x5d-\x7e]*$/.test(returnTo)) return null;
  if (!URL.canParse(returnTo, base)) return null;
  const { origin, pathname, search, hash } = new URL(returnTo, base);
  const isPlace = pathname === '/' || PLACES.some((place) => pathname === place || pathname.startsWith(`${place}/`));
  return origin === base && isPlace ? pathname + search + hash : null;
}
