import { context, propagation, trace } from '@opentelemetry/api';
import { type Clock } from '@porch/repository';
import { type ServerLogger } from '../logger';
import { createFailureNotice } from './failure-notice';
import type * as TraceExportModule from './trace-export';
import { readTraceSettings, type TraceProtocol } from './trace-settings';

export interface Tracing {
  /** Whether spans are collected: what only makes spans is left out otherwise. */
  readonly enabled: boolean;
  /** Sends the spans that are left, within some seconds. */
  stop(): Promise<void>;
}

/** Starts to export spans where the environment asks for it; nothing of it is loaded otherwise. */
export function startTracing(environment: NodeJS.ProcessEnv, clock: Clock, logger: ServerLogger): Tracing {
  const settings = readTraceSettings(environment);
  if (!settings.export) {
    if ('problem' in settings) logger.warn({ problem: settings.problem }, 'spans are not exported');
    return { enabled: false, stop: () => Promise.resolve() };
  }
  const traceExport = openTraceExport(settings.protocol, clock, logger);
  if (!traceExport) return { enabled: false, stop: () => Promise.resolve() };
  trace.setGlobalTracerProvider(traceExport.tracerProvider);
  propagation.setGlobalPropagator(traceExport.propagator);
  context.setGlobalContextManager(traceExport.contextManager);
  return { enabled: true, stop: () => traceExport.stop() };
}

/** A certificate file that cannot be read and the like keep spans from being sent, and not the server from starting. */
function openTraceExport(
  protocol: TraceProtocol,
  clock: Clock,
  logger: ServerLogger,
): TraceExportModule.TraceExport | undefined {
  try {
    return loadTraceExport().startTraceExport(protocol, createFailureNotice(clock, logger));
  } catch (error) {
    logger.warn({ problem: error instanceof Error ? error.message : '' }, 'spans are not exported');
    return undefined;
  }
}

/** A bundle of its own (see build.mjs), which a server that exports no spans never reads. */
function loadTraceExport(): typeof TraceExportModule {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when it is needed, not at start
  return require('./trace-export') as typeof TraceExportModule;
}
