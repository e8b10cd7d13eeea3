/** The log: one JSON object a line, without secrets and without names of people. */
import pino, { type DestinationStream, type Level, type Logger } from 'pino';
import { errorFields } from './error-fields';

/** Hidden at the top level of a line and one level below, where headers and settings are. */
const SECRET_NAMES = new Set([
  'authorization',
  'cookie',
  'x-api-key',
  'token',
  'apiKey',
  'password',
  'secret',
  'SECRET',
  'SIGNING_KEYS',
]);
const CENSORED = '[secret]';

/** Secrets that are recognised by their form anywhere in a line: the password in an address, and a token. */
const PASSWORD_IN_URL = /([a-z][a-z0-9+.-]*:\/\/[^\s:@/"\\]*):[^\s@/"\\]+@/gi;
const ANY_BEARER = /bearer/i;
const BEARER = /\bBearer\s+[\w.~+/=-]+/gi;
const TOKEN = /\b(eyJ[\w-]+\.[\w-]+\.[\w-]*|fsk_[0-9a-f]{16}_[\w-]{43})/g;

type Entry = Record<string, unknown>;

/** @param destination standard error, or where a test reads it */
export function createLog(level: Level | 'silent', destination: DestinationStream): Logger {
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: errorFields },
      // pino's own redaction copies each value of each line, which took longer than the rest of the line.
      formatters: { log: withoutNamedSecrets },
      hooks: {
        /** Given no message, pino logs that of the error itself, without calling the serializer. */
        logMethod([first, ...words], write) {
          write.apply(this, typeof first === 'object' && words.length === 0 ? [first, 'failed'] : [first, ...words]);
        },
        streamWrite: withoutSecrets,
      },
    },
    destination,
  );
  const { child } = log;
  /** Censors the bindings of a child logger too: pino calls its formatter only for the root logger. */
  log.child = function censoredChild(this: Logger, bindings: Entry, options) {
    return Reflect.apply(child, this, [withoutNamedSecrets(bindings), options]);
  };
  return log;
}

function withoutNamedSecrets(entry: Entry): Entry {
  return censored(entry, (value) => (isPlain(value) ? censored(value) : value));
}

/** Copies nothing where nothing has to be hidden. Errors have a list of fields of their own. */
function censored(entry: Entry, below: (value: unknown) => unknown = (value) => value): Entry {
  let logged = entry;
  for (const name of Object.keys(entry)) {
    const value = entry[name];
    const safe = SECRET_NAMES.has(name) ? CENSORED : below(value);
    if (safe === value) continue;
    if (logged === entry) logged = { ...entry };
    logged[name] = safe;
  }
  return logged;
}

function isPlain(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Error);
}

/** Most lines contain none of the texts that the expressions begin with; looking for these first is faster. */
function withoutSecrets(line: string): string {
  let logged = line;
  if (logged.includes('://')) logged = logged.replace(PASSWORD_IN_URL, `$1:${CENSORED}@`);
  if (ANY_BEARER.test(logged)) logged = logged.replace(BEARER, `Bearer ${CENSORED}`);
  if (logged.includes('eyJ') || logged.includes('fsk_')) logged = logged.replace(TOKEN, CENSORED);
  return logged;
}
