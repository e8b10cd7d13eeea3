import pino, { type DestinationStream, type Logger } from 'pino';
import type { Settings } from '../../environment';
import { createLog as createLogTo } from '../../telemetry/log';

/** JSON lines on standard error: standard output is for people. Quiet at a desk, fuller in production. */
export function createLog(
  settings: Pick<Settings, 'LOG_LEVEL' | 'NODE_ENV'>,
  destination: DestinationStream = pino.destination(2),
): Logger {
  const level = settings.LOG_LEVEL ?? (settings.NODE_ENV === 'production' ? 'info' : 'warn');
  return createLogTo(level, destination);
}
