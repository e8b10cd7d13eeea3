/** Reads and writes the cookies of the console, and no others. */
import type { IncomingMessage } from 'node:http';

export interface Cookies {
  /** Returns the value under this name; null where none was sent, or several: then it is unknown which one is ours. */
  read(request: IncomingMessage, name: CookieName): string | null;
  /** Returns a set-cookie header. The cookie ends with the browser, or after this many seconds. */
  write(name: CookieName, value: string, seconds?: number): string;
  clear(name: CookieName): string;
}

type CookieName = 'session' | 'sign-in';

/**
 * @param secure whether browsers reach us by https. The cookies then carry the prefix `__Host-`, with which a browser
 * accepts them only from this host
 */
export function createCookies(secure: boolean): Cookies {
  const nameOf = (name: CookieName) => `${secure ? '__Host-' : ''}freischalter-${name}`;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    read({ headers }, name) {
      const start = `${nameOf(name)}=`;
      const found = (headers.cookie ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(start));
      return found.length === 1 ? (found[0] as string).slice(start.length) : null;
    },
    write(name, value, seconds) {
      const age = seconds === undefined ? '' : `; Max-Age=${seconds}`;
      return `${nameOf(name)}=${value}; ${attributes}${age}`;
    },
    clear: (name) => `${nameOf(name)}=; ${attributes}; Max-Age=0`,
  };
}
