import pino, { type DestinationStream, type Logger } from 'pino';
import type { Settings } from '../../environment';
import { createLog as createLogTo } from '../../telemetry/log';

/**
 * JSON lines on standard error, because standard output is for people. It is quiet in development, and fuller in
 * production.
 */
export function createLog(
  settings: Pick<Settings, 'LOG_LEVEL' | 'NODE_ENV'>,
  destination: DestinationStream = pino.destination(2),
): Logger {
  const level = settings.LOG_LEVEL ?? (settings.NODE_ENV === 'production' ? 'info' : 'warn');
  return createLogTo(level, destination);
}
