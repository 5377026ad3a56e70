import { randomUUID } from 'node:crypto';
import { type ContextManager, type TextMapPropagator, type TracerProvider } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { type TraceProtocol } from './trace-settings';

/** Longest time that spans which are left may take at the end. */
const FLUSH_MILLISECONDS = 3000;

export interface TraceExport {
  /** To be registered by the caller: this bundle has an API of its own, of which the caller's tracers know nothing. */
  readonly tracerProvider: TracerProvider;
  readonly propagator: TextMapPropagator;
  readonly contextManager: ContextManager;
  /** Sends what is left, as far as that is quick, and collects no more. Never rejects. */
  stop(): Promise<void>;
}

/**
 * Collects spans and sends them as the environment says (`OTEL_EXPORTER_OTLP_*`, `OTEL_BSP_*`,
 * `OTEL_TRACES_SAMPLER`, `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_SERVICE_NAME`). Spans that cannot be sent are dropped; a
 * collector that is slow or down delays nobody. This module is a bundle of its own: see build.mjs.
 */
export function startTraceExport(protocol: TraceProtocol, onFailure: (error: Error) => void): TraceExport {
  setGlobalErrorHandler((error) => onFailure(error instanceof Error ? error : new Error('spans could not be sent')));
  const exporter = protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter();
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'porch-server', 'service.instance.id': randomUUID() }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  return {
    tracerProvider: provider,
    propagator: new W3CTraceContextPropagator(),
    contextManager: new AsyncLocalStorageContextManager().enable(),
    async stop() {
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, FLUSH_MILLISECONDS)));
      await Promise.race([provider.shutdown().catch(() => undefined), enough]);
      clearTimeout(timer);
    },
  };
}
