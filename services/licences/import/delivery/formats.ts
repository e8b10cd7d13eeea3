/** The formats in which sources deliver titles. */
import { readCsvRecords } from '../../../import-file/csv-records';
import type { FileRecord } from '../../../import-file/file-record';
import type { Importer } from '../../../import-file/import-records';
import { readJsonRecords } from '../../../import-file/json-records';
import { readXmlElements } from '../../../import-file/xml-elements';
import { AMB } from '../amb/amb';
import { ARIX } from '../arix/arix';
import { ARIX_RECORDS } from '../arix/arix-record';
import { harvest } from '../lom/harvest';
import { LOM } from '../lom/lom';
import { LOM_RECORDS } from '../lom/lom-record';
import { readColumnMap } from './column-map';
import { type Delivery, delivery } from './delivery';
import type { Delivered } from './source-record';

export const SOURCE_FORMATS = ['amb', 'arix', 'lom', 'csv', 'json'] as const;

export interface DeliveredFile extends Delivery {
  readonly format: (typeof SOURCE_FORMATS)[number];
  /** A path. For LOM it may be the address of a repository. */
  readonly file: string;
  /** The path of the column map; null where the format needs none. */
  readonly columns: string | null;
}

interface ReadDelivery {
  readonly records: AsyncIterable<FileRecord>;
  readonly importer: Importer<Delivered>;
}

/** @throws ImportError where the column map is not valid */
export function readDelivery({ format, file, columns, ...given }: DeliveredFile): ReadDelivery {
  switch (format) {
    case 'amb':
      return { records: readJsonRecords(file), importer: delivery(AMB, given) };
    case 'arix':
      return { records: readXmlElements(file, ARIX_RECORDS), importer: delivery(ARIX, given) };
    case 'lom': {
      const records = isAddress(file) ? harvest(file) : readXmlElements(file, LOM_RECORDS);
      return { records, importer: delivery(LOM, given) };
    }
    case 'json':
      return { records: readJsonRecords(file), importer: delivery(readColumnMap(columns as string).format, given) };
    case 'csv': {
      const map = readColumnMap(columns as string);
      const name = `a table with the columns ${map.columns.join(', ')}`;
      return {
        records: readCsvRecords(file, { name, columns: map.columns }),
        importer: delivery(map.format, given),
      };
    }
  }
}

export function isAddress(file: string): boolean {
  return /^https?:\/\//.test(file);
}
