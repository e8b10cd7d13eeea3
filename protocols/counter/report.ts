/** `/r51/reports/…`: from the parameters of a request to the text of a report. */
import type { CallerRequest, RouteAnswer } from '../../gateway/http/route';
import { asking } from './ask';
import { requireCustomer } from './customer';
import { type CounterException, exceptionOf } from './exceptions';
import { required } from './parameters';
import { availableMonths, monthsOf, readPeriod } from './period';
import type { ReportDefinition } from './report-definitions';
import { type CounterOptions, headerOf } from './report-header';
import type { Item } from './report-items';
import { writeJson } from './report-json';
import { type Form, readReportRequest } from './report-request';
import { writeTable } from './report-table';
import { itemsOf } from './usage-figures';
import { askingUsage } from './usage-report';

const TYPES: Readonly<Record<Form, string>> = {
  json: 'application/json',
  tsv: 'text/tab-separated-values',
  csv: 'text/csv',
};
const FORMS = Object.keys(TYPES) as Form[];
/** Browsers send 140 characters. */
const LONGEST_ACCEPT = 500;

/** @throws CounterError where there is no report, also where not all of its figures can be had */
export async function answerReport(report: ReportDefinition, asked: CallerRequest, options: CounterOptions) {
  const { query, request } = asked;
  const ask = asking(asked);
  const [begin, end] = [required(query, 'begin_date'), required(query, 'end_date')];
  const period = readPeriod(begin, end, availableMonths(Date.now()));
  const customer = await requireCustomer(query, ask);
  const sent = readReportRequest(query, report, options.platform, formAccepted(request.headers.accept));
  let roundedTo = 1;
  const usage = askingUsage(ask, period, (to) => {
    roundedTo = to;
  });
  const items = itemsOf({ ...sent, report, customer, months: period }, usage);
  const first = period.isEmpty ? ({ done: true } as const) : await items.next();
  const exceptions: CounterException[] = [...sent.exceptions, ...period.exceptions];
  if (first.done && !period.isEmpty) exceptions.push(exceptionOf(3030));
  if (roundedTo > 1) exceptions.push(roundedNote(roundedTo));
  const header = headerOf(report, customer, period, sent, exceptions, options);
  const all = first.done ? none() : following(first.value, items);
  const months = sent.granularity === 'Totals' ? [] : monthsOf(period);
  const text =
    sent.form === 'json'
      ? writeJson(report, header, all, options.platform)
      : writeTable(report, header, all, months, sent.form === 'tsv' ? '\t' : ',');
  const headers = {
    'content-type': `${TYPES[sent.form]}; charset=utf-8`,
    vary: 'accept',
    ...(sent.form !== 'json' && { 'content-disposition': `attachment; filename="${report.id}.${sent.form}"` }),
  };
  return wholeOrStreamed(headers, text);
}

/** A report with this many characters is sent while it is made. */
const LARGE = 64 * 1024;

/** A small report is complete before it is sent, so a failure on the way becomes an exception. */
async function wholeOrStreamed(
  headers: Readonly<Record<string, string>>,
  text: AsyncGenerator<string>,
): Promise<RouteAnswer> {
  let body = '';
  while (body.length < LARGE) {
    const { done, value } = await text.next();
    if (done) return { status: 200, headers, body };
    body += value;
  }
  return { status: 200, headers, pieces: following(body, text) };
}

/** COUNTER has no field for rounding, but an exception for any note of a provider: 0. */
function roundedNote(base: number): CounterException {
  return {
    Code: 0,
    Message: `Figures are rounded to multiples of ${base}`,
    Data: 'Each figure is rounded from its true value, totals too, so rounded figures need not add up.',
  };
}

/** Returns the first of our forms that the client names; JSON where it names none. */
function formAccepted(accept = ''): Form {
  if (accept.length > LONGEST_ACCEPT) return 'json';
  const types = accept.split(',').map((range) => range.split(';')[0]?.trim().toLowerCase());
  for (const type of types) {
    const form = FORMS.find((one) => TYPES[one] === type);
    if (form) return form;
  }
  return 'json';
}

async function* following<One>(first: One, others: AsyncGenerator<One>): AsyncGenerator<One> {
  yield first;
  yield* others;
}

async function* none(): AsyncGenerator<Item> {}
