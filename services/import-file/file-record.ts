/** What every reader of a file yields, whatever the format: records, one after the other. */
import type { Place } from './import-error';

/** A record as it stands in the file, or the reason why there is none at that place. */
export type FileRecord = Place & ({ readonly record: unknown } | { readonly problem: string });

/**
 * How many characters one record may take in its file. A package of 100,000 titles takes 1.5 million. A file without
 * line ends, or with a quote that is never closed, is refused at this length instead of being held in memory.
 */
export const MAX_RECORD_LENGTH = 4 * 1024 * 1024;

export const TOO_LONG = `the record is longer than ${MAX_RECORD_LENGTH.toLocaleString('en')} characters; split it, or close what is left open in it`;
