import type { SourceFormat } from '../delivery/source-record';
import { type LomRecord, lomRecord } from './lom-record';
import { LOM_OWNS, lomTitle } from './lom-title';

export const LOM: SourceFormat<LomRecord> = { owned: LOM_OWNS, schema: lomRecord, toTitle: lomTitle };
