/** The metrics of a report of uses. */
import type { FIGURES } from '../counting/counted';

export const METRICS = [
  'streams',
  'downloads',
  'views',
  'requests',
  'total',
  'uniqueRequests',
  'uniqueInvestigations',
  'notLicensed',
  'limitExceeded',
] as const;
export type Metric = (typeof METRICS)[number];

/** By metric, the figures that are added up for it. */
export const SUMS: Readonly<Record<Metric, readonly (typeof FIGURES)[number][]>> = {
  streams: ['streams'],
  downloads: ['downloads'],
  views: ['views'],
  requests: ['streams', 'downloads'],
  total: ['streams', 'downloads', 'views'],
  uniqueRequests: ['unique_requests'],
  uniqueInvestigations: ['unique_investigations'],
  notLicensed: ['not_licensed'],
  limitExceeded: ['limit_exceeded'],
};
