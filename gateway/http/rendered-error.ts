/**
 * Renders an error once and reuses the text with a new request id. A flood of refused requests costs little more than
 * its HTTP.
 */
import { randomUUID } from 'node:crypto';
import { forClient, httpStatus, retryHeader } from '../errors/errors';

export interface RenderedError {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body: string;
}

interface Written {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly beforeId: string;
  readonly afterId: string;
}

/** Random for each process, so no message contains it. */
const PLACE_OF_ID = randomUUID();
const WRITTEN = new WeakMap<object, Written>();

export function renderError(error: unknown, requestId: string = randomUUID()): RenderedError {
  const { status, headers, beforeId, afterId } = writtenOf(error);
  return { status, headers, body: beforeId + requestId + afterId };
}

function writtenOf(error: unknown): Written {
  const known = WRITTEN.get(error as object);
  if (known) return known;
  const errors = [forClient(error, PLACE_OF_ID)];
  const [beforeId = '', afterId = ''] = JSON.stringify({ errors }).split(PLACE_OF_ID);
  const written = { status: httpStatus(errors, false), headers: retryHeader(errors), beforeId, afterId };
  if (error instanceof Error) WRITTEN.set(error, written);
  return written;
}
