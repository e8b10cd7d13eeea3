/**
 * Lists of values in PostgreSQL's binary format, for parameters of statements that write many rows. As text, each value is quoted
 * here and parsed there: for 100 uses that took longer than all else that is done with them in this process.
 *
 * A parameter needs its type in the statement, `$1::uuid[]`. Format: array_recv of PostgreSQL and the `_recv` of each type.
 */

/** A type of PostgreSQL's, and how a value of it is written. */
interface ElementType<Value> {
  /** As PostgreSQL's catalogue numbers it. */
  readonly oid: number;
  /** In bytes. */
  sizeOf(value: Value): number;
  write(value: Value, into: Buffer, at: number): void;
}

/** Dimensions, whether there are nulls, and the type; length and first index of the only dimension. */
const HEAD_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL = -1;

function arrayOf<Value>({ oid, sizeOf, write }: ElementType<Value>) {
  return (values: readonly (Value | null)[]): Buffer => {
    let size = HEAD_BYTES + LENGTH_BYTES * values.length;
    let hasNull = 0;
    for (const value of values) {
      if (value === null) hasNull = 1;
      else size += sizeOf(value);
    }
    const buffer = Buffer.allocUnsafe(size);
    const head = [1, hasNull, oid, values.length, 1];
    for (const [index, number] of head.entries()) buffer.writeInt32BE(number, 4 * index);
    let at = HEAD_BYTES;
    for (const value of values) {
      const length = value === null ? NULL : sizeOf(value);
      buffer.writeInt32BE(length, at);
      at += LENGTH_BYTES;
      if (value === null) continue;
      write(value, buffer, at);
      at += length;
    }
    return buffer;
  };
}

export const textArray = arrayOf<string>({
  oid: 25,
  sizeOf: (text) => (isAscii(text) ? text.length : Buffer.byteLength(text)),
  write(text, into, at) {
    if (!isAscii(text)) into.write(text, at);
    else for (let index = 0; index < text.length; index += 1) into[at + index] = text.charCodeAt(index);
  },
});

/** Of UUIDs in lower case. */
export const uuidArray = arrayOf<string>({
  oid: 2950,
  sizeOf: () => 16,
  write(uuid, into, at) {
    let to = at;
    for (let from = 0; from < uuid.length; from += 2) {
      if (uuid.charCodeAt(from) === HYPHEN) from += 1;
      into[to] = (digit(uuid.charCodeAt(from)) << 4) | digit(uuid.charCodeAt(from + 1));
      to += 1;
    }
  },
});

/** Of whole numbers as text. */
export const bigintArray = arrayOf<string>({
  oid: 20,
  sizeOf: () => 8,
  write(text, into, at) {
    if (text.length > LONGEST_SAFE) into.writeBigInt64BE(BigInt(text), at);
    else writeSafeInteger(Number(text), into, at);
  },
});

export const instantArray = arrayOf<Date>({
  oid: 1184,
  sizeOf: () => 8,
  write: (instant, into, at) => writeSafeInteger((instant.getTime() - MILLENNIUM_MS) * 1_000, into, at),
});

export const byteaArray = arrayOf<Buffer>({
  oid: 17,
  sizeOf: ({ length }) => length,
  write: (bytes, into, at) => bytes.copy(into, at),
});

/** To look at each character of a short text takes a tenth of the time of a call into Node. */
function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

const HYPHEN = 0x2d;
/** From when PostgreSQL counts, in microseconds. */
const MILLENNIUM_MS = Date.UTC(2000, 0);
/** In characters: every number that is no longer is a safe integer. */
const LONGEST_SAFE = 15;
const HALF = 2 ** 32;

/** Of a hexadecimal digit in lower case. */
function digit(code: number): number {
  return code <= 0x39 ? code - 0x30 : code - 0x57;
}

/** Two halves are written in a tenth of the time of a BigInt. */
function writeSafeInteger(number: number, into: Buffer, at: number): void {
  into.writeInt32BE(Math.floor(number / HALF), at);
  into.writeUInt32BE(((number % HALF) + HALF) % HALF, at + 4);
}
