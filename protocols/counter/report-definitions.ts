/** The reports of a multimedia host: PR and IR, which take filters and attributes, and their standard views PR_P1 and IR_M1. */

export type Metric =
  | 'Total_Item_Investigations'
  | 'Total_Item_Requests'
  | 'Unique_Item_Investigations'
  | 'Unique_Item_Requests'
  | 'Limit_Exceeded'
  | 'No_License';

export type DataType = 'Audiovisual' | 'Image' | 'Interactive_Resource' | 'Multimedia' | 'Sound';

/** A use without an Access_Method counts as Regular: nobody may harvest texts and data here (TDM). */
export const ACCESS_METHOD = 'Regular';

export type Attribute = 'YOP' | 'Access_Type' | 'Access_Method';

export interface ReportDefinition {
  readonly id: 'PR' | 'PR_P1' | 'IR' | 'IR_M1';
  readonly name: string;
  readonly description: string;
  /** Whether it reports the platform as a whole, or title by title. */
  readonly of: 'platform' | 'items';
  readonly metrics: readonly Metric[];
  /** How many metrics an entry must have by COUNTER's schema; one with fewer is left out. */
  readonly leastMetrics: number;
  /** In the order of a table's columns. */
  readonly attributes: readonly Attribute[];
  /** The values that COUNTER defines for each filter, ours or not; a standard view accepts none. */
  readonly filters: Readonly<Record<string, readonly string[]>>;
  /** The filters that define a standard view, in the order of its header. */
  readonly view?: Readonly<Record<string, readonly string[]>>;
}

const DATA_TYPES_OF_ITEMS = [
  'Article',
  'Audiovisual',
  'Book_Segment',
  'Conference_Item',
  'Database_Full_Item',
  'Dataset',
  'Image',
  'Interactive_Resource',
  'Multimedia',
  'News_Item',
  'Other',
  'Patent',
  'Reference_Item',
  'Report',
  'Software',
  'Sound',
  'Standard',
  'Thesis_or_Dissertation',
  'Unspecified',
];

const DATA_TYPES_OF_PLATFORM = [
  ...DATA_TYPES_OF_ITEMS,
  'Book',
  'Conference',
  'Journal',
  'Newspaper_or_Newsletter',
  'Platform',
  'Reference_Work',
];

const ACCESS_METHODS = [ACCESS_METHOD, 'TDM'];
const USES: readonly Metric[] = [
  'Total_Item_Investigations',
  'Total_Item_Requests',
  'Unique_Item_Investigations',
  'Unique_Item_Requests',
];
const REQUESTS: readonly Metric[] = ['Total_Item_Requests', 'Unique_Item_Requests'];

export const REPORTS: readonly ReportDefinition[] = [
  {
    id: 'PR',
    name: 'Platform Report',
    description: 'Uses of the whole platform, by data type. Takes filters and attributes.',
    of: 'platform',
    metrics: USES,
    leastMetrics: 2,
    attributes: ['Access_Method'],
    filters: {
      data_type: DATA_TYPES_OF_PLATFORM,
      access_method: ACCESS_METHODS,
      metric_type: [...USES, 'Searches_Platform', 'Unique_Title_Investigations', 'Unique_Title_Requests'],
    },
  },
  {
    id: 'PR_P1',
    name: 'Platform Usage',
    description: 'Requests of the whole platform, by data type.',
    of: 'platform',
    metrics: REQUESTS,
    leastMetrics: 2,
    attributes: [],
    filters: {},
    view: {
      Access_Method: [ACCESS_METHOD],
      Metric_Type: ['Searches_Platform', 'Total_Item_Requests', 'Unique_Item_Requests', 'Unique_Title_Requests'],
    },
  },
  {
    id: 'IR',
    name: 'Item Report',
    description: 'Uses and denials, title by title. Takes filters and attributes.',
    of: 'items',
    metrics: ['Limit_Exceeded', 'No_License', ...USES],
    leastMetrics: 1,
    attributes: ['YOP', 'Access_Type', 'Access_Method'],
    filters: {
      data_type: DATA_TYPES_OF_ITEMS,
      access_type: ['Controlled', 'Open', 'Free_To_Read'],
      access_method: ACCESS_METHODS,
      metric_type: ['Limit_Exceeded', 'No_License', ...USES],
    },
  },
  {
    id: 'IR_M1',
    name: 'Multimedia Item Requests',
    description: 'Requests, title by title.',
    of: 'items',
    metrics: REQUESTS,
    leastMetrics: 2,
    attributes: [],
    filters: {},
    view: {
      Access_Method: [ACCESS_METHOD],
      Data_Type: ['Audiovisual', 'Image', 'Interactive_Resource', 'Multimedia', 'Sound'],
      Metric_Type: REQUESTS,
    },
  },
];
