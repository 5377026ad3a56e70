import pino, { type Logger } from 'pino';

export type ServerLogger = Logger;

const MAXIMUM_KEPT_BYTES = 16 * 1024 * 1024;

/**
 * JSON lines on standard error; standard output is for the ready line alone. Lines that cannot be written, to a disk that
 * is full say, are kept and written before the next one, within bounds: a log is no reason to stop serving.
 */
export function createLogger(level: string): ServerLogger {
  const destination = pino.destination({ fd: 2, sync: true, maxLength: MAXIMUM_KEPT_BYTES });
  destination.on('error', () => undefined);
  return pino({ level, base: null }, destination);
}
