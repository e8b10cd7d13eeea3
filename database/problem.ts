/** What errors of a database mean to the one who runs it. It loads no driver: commands that need no database start quickly. */

const REMEDIES: [RegExp, string][] = [
  [
    /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/,
    'Nothing answers there. Start that PostgreSQL, or correct host and port.',
  ],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'There is no such host. Correct it.'],
  [/^(ETIMEDOUT|ECONNRESET|EPIPE)$/, 'The server does not answer. Look at the network between here and there.'],
  [/^28/, 'User or password is wrong, or the server does not let this user in from here. Correct them.'],
  [/^3D000$/, 'There is no such database. Create it, or correct the name.'],
  [/^42501$/, 'The user may not do what is needed. Take the owner of the database, with CREATEROLE and CREATE on it.'],
  [/^53300$/, 'The server has no connection left. Raise its max_connections, or stop something else.'],
  [/^53100$/, 'Its disk is full. Free some space on it.'],
  [/^57P03$/, 'The server is starting or stopping. Try again in a moment.'],
];

/**
 * What went wrong between us and a database, as one line with the remedy; null where the error is of another kind.
 *
 * @param url is named without its password
 */
export function databaseProblem(error: unknown, url?: string): string | null {
  const cause = (error as { driverError?: unknown } | null)?.driverError ?? error;
  const { code = '', message = '' } = (cause ?? {}) as { code?: string; message?: string };
  const timedOut = /timeout expired|Connection terminated|is not queryable/.test(message);
  const remedy = REMEDIES.find(([codes]) => codes.test(timedOut ? 'ETIMEDOUT' : code))?.[1];
  const ssl = /SSL|certificate/.test(message) ? 'Correct the sslmode of the address.' : undefined;
  if (!remedy && !ssl && !/^[0-9A-Z]{5}$/.test(code)) return null;
  const firstLine = message.split('\n')[0]?.replace(/\.?$/, '.') ?? '';
  return ['The database', url && withoutPassword(url), 'cannot be used:', firstLine || `${code}.`, remedy ?? ssl]
    .filter(Boolean)
    .join(' ');
}

/** Whether the database cannot be reached, or cannot be used just now: asking again later may do. */
export function isAway(error: unknown): boolean {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  return (
    /^(ECONN|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|08|57P0|53300)/.test(code) ||
    /timeout expired|timeout exceeded|Connection terminated|is not queryable/.test(message)
  );
}

function withoutPassword(text: string): string {
  if (!URL.canParse(text)) return '';
  const url = new URL(text);
  url.password = '';
  url.search = '';
  return url.toString();
}
