/**
 * Lists of values in PostgreSQL's binary format, for parameters of statements that write many rows. As text, each value is quoted
 * here and parsed there: for 100 uses that took longer than all else that is done with them in this process.
 *
 * A parameter needs its type in the statement, `$1::uuid[]`. Format: array_recv of PostgreSQL and the `_recv` of each type.
 */

/** Dimensions, whether there are nulls, and the type; length and first index of the only dimension. */
const HEAD_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL = -1;

type List<Value> = readonly (Value | null)[];

/** @param bytes of all values, without their lengths */
function begin(oid: number, { length }: List<unknown>, hasNull: boolean, bytes: number): Buffer {
  const list = Buffer.allocUnsafe(HEAD_BYTES + LENGTH_BYTES * length + bytes);
  const head = [1, Number(hasNull), oid, length, 1];
  for (let at = 0; at < head.length; at += 1) writeInt32(head[at] as number, list, 4 * at);
  return list;
}

/** @param oid the type, as PostgreSQL's catalogue numbers it, whose values all have this size in bytes */
function fixedSizeArray<Value>(oid: number, size: number, write: (value: Value, into: Buffer, at: number) => void) {
  return (values: List<Value>): Buffer => {
    let nulls = 0;
    for (const value of values) if (value === null) nulls += 1;
    const list = begin(oid, values, nulls > 0, size * (values.length - nulls));
    let at = HEAD_BYTES;
    for (const value of values) {
      writeInt32(value === null ? NULL : size, list, at);
      at += LENGTH_BYTES;
      if (value === null) continue;
      write(value, list, at);
      at += size;
    }
    return list;
  };
}

function bytesArray(oid: number, values: List<Buffer>): Buffer {
  let bytes = 0;
  let hasNull = false;
  for (const value of values) {
    if (value === null) hasNull = true;
    else bytes += value.length;
  }
  const list = begin(oid, values, hasNull, bytes);
  let at = HEAD_BYTES;
  for (const value of values) {
    writeInt32(value === null ? NULL : value.length, list, at);
    at += LENGTH_BYTES;
    if (value === null) continue;
    /** The values are short: a loop takes less time than a call into Node. */
    for (let index = 0; index < value.length; index += 1) list[at + index] = value[index] as number;
    at += value.length;
  }
  return list;
}

/** Each different text is encoded once: the lists of uses repeat a few. */
export function textArray(values: List<string>): Buffer {
  const encoded = new Map<string, Buffer>();
  const bytes = values.map((value) => {
    if (value === null) return null;
    const known = encoded.get(value) ?? Buffer.from(value);
    encoded.set(value, known);
    return known;
  });
  return bytesArray(25, bytes);
}

export const byteaArray = (values: List<Buffer>) => bytesArray(17, values);

/** Of UUIDs in lower case. */
export const uuidArray = fixedSizeArray<string>(2950, 16, (uuid, into, at) => {
  let to = at;
  for (let from = 0; from < uuid.length; from += 2) {
    if (uuid.charCodeAt(from) === HYPHEN) from += 1;
    into[to] = (digit(uuid.charCodeAt(from)) << 4) | digit(uuid.charCodeAt(from + 1));
    to += 1;
  }
});

/** Of whole numbers as text. */
export const bigintArray = fixedSizeArray<string>(20, 8, (text, into, at) => {
  if (text.length > LONGEST_SAFE) into.writeBigInt64BE(BigInt(text), at);
  else writeSafeInteger(Number(text), into, at);
});

export const instantArray = fixedSizeArray<Date>(1184, 8, (instant, into, at) =>
  writeSafeInteger((instant.getTime() - MILLENNIUM_MS) * 1_000, into, at),
);

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
  writeInt32(Math.floor(number / HALF), into, at);
  writeInt32(number % HALF, into, at + 4);
}

/** The lower 32 bits. Four bytes are written in a third of the time of `writeInt32BE`, which checks its arguments. */
function writeInt32(number: number, into: Buffer, at: number): void {
  into[at] = number >>> 24;
  into[at + 1] = number >>> 16;
  into[at + 2] = number >>> 8;
  into[at + 3] = number;
}
