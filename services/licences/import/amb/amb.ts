import type { SourceFormat } from '../delivery/source-record';
import { type AmbRecord, ambRecord } from './amb-record';
import { AMB_OWNS, ambTitle } from './amb-title';

export const AMB: SourceFormat<AmbRecord> = { owned: AMB_OWNS, schema: ambRecord, toTitle: ambTitle };
