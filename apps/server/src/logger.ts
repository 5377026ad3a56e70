import pino, { type Logger } from 'pino';

export type ServerLogger = Logger;

/** JSON lines on standard error; standard output is for the ready line alone. */
export function createLogger(level: string): ServerLogger {
  return pino({ level, base: null }, pino.destination({ fd: 2, sync: true }));
}
