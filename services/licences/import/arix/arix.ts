import type { SourceFormat } from '../delivery/source-record';
import { type ArixRecord, arixRecord } from './arix-record';
import { ARIX_OWNS, arixTitle } from './arix-title';

export const ARIX: SourceFormat<ArixRecord> = { owned: ARIX_OWNS, schema: arixRecord, toTitle: arixTitle };
