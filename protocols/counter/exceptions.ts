/** COUNTER's exceptions: the code, exact message and HTTP status of each that this service gives. */

/** The texts of the COUNTER API; exceptions with status 200 stand in the header of a report. */
const EXCEPTIONS = {
  1000: { message: 'Service Not Available', status: 503 },
  1010: { message: 'Service Busy', status: 503 },
  1020: { message: 'Client has made too many requests', status: 429 },
  1030: { message: 'Insufficient Information to Process Request', status: 400 },
  2000: { message: 'Requestor Not Authorized to Access Service', status: 401 },
  2010: { message: 'Requestor is Not Authorized to Access Usage for Institution', status: 403 },
  2011: { message: 'Global Reports Not Supported', status: 403 },
  2020: { message: 'APIKey Invalid', status: 401 },
  3020: { message: 'Invalid Date Arguments', status: 400 },
  3030: { message: 'No Usage Available for Requested Dates', status: 200 },
  3031: { message: 'Usage Not Ready for Requested Dates', status: 200 },
  3032: { message: 'Usage No Longer Available for Requested Dates', status: 200 },
  3050: { message: 'Parameter Not Recognized in this Context', status: 200 },
  3060: { message: 'Invalid ReportFilter Value', status: 200 },
  3062: { message: 'Invalid ReportAttribute Value', status: 200 },
  3063: { message: 'Components Not Supported', status: 200 },
} as const;

type ExceptionCode = keyof typeof EXCEPTIONS;

/** In the header of a report, or as the whole answer. */
export interface CounterException {
  readonly Code: number;
  readonly Message: string;
  readonly Data?: string;
}

/** Ends a request: the answer is only this exception. */
export class CounterError extends Error {
  readonly exception: CounterException;
  readonly status: number;

  /** @param retryAfter whole seconds until the next request may be sent */
  constructor(
    readonly code: ExceptionCode,
    data?: string,
    readonly retryAfter?: number,
  ) {
    super(EXCEPTIONS[code].message);
    this.exception = exceptionOf(code, data);
    this.status = EXCEPTIONS[code].status;
  }
}

/** It may quote parts of a request, however long the request is. */
const LONGEST_DATA = 500;

export function exceptionOf(code: ExceptionCode, data?: string): CounterException {
  const { message } = EXCEPTIONS[code];
  if (!data) return { Code: code, Message: message };
  return { Code: code, Message: message, Data: data.length > LONGEST_DATA ? `${data.slice(0, LONGEST_DATA)}…` : data };
}
