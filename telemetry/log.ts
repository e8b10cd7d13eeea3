/** The log: one JSON object a line, and nothing in it that opens a door or names a person. */
import pino, { type DestinationStream, type Level, type Logger } from 'pino';
import { errorStory } from './error-story';

/** Wherever they stand at the top of a line or one below, as headers and settings do. */
const SECRET_NAMES = ['authorization', 'cookie', 'token', 'apiKey', 'password', 'secret', 'SECRET', 'HOP_KEYS'];
const SECRET_PATHS = [...SECRET_NAMES, ...SECRET_NAMES.map((name) => `*.${name}`), 'headers["x-api-key"]'];

/** What is a secret by its shape, wherever it stands in a line: the password in an address, and a token. */
const PASSWORD_IN_URL = /([a-z][a-z0-9+.-]*:\/\/[^\s:@/"\\]*):[^\s@/"\\]+@/gi;
const BEARER = /\bBearer\s+[\w.~+/=-]+/gi;
const TOKEN = /\b(eyJ[\w-]+\.[\w-]+\.[\w-]*|fsk_[0-9a-f]{16}_[\w-]{43})/g;

/** @param destination standard error, or where a test reads it */
export function createLog(level: Level | 'silent', destination: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: errorStory },
      redact: { paths: SECRET_PATHS, censor: '[secret]' },
      hooks: {
        /** pino says an error's own message where it is given none, and passes the serializer by. */
        logMethod([first, ...words], write) {
          write.apply(this, typeof first === 'object' && words.length === 0 ? [first, 'failed'] : [first, ...words]);
        },
        streamWrite: withoutSecrets,
      },
    },
    destination,
  );
}

function withoutSecrets(line: string): string {
  return line.replace(PASSWORD_IN_URL, '$1:[secret]@').replace(BEARER, 'Bearer [secret]').replace(TOKEN, '[secret]');
}
