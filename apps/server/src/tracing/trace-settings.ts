/** How spans travel: OpenTelemetry's own names. */
export type TraceProtocol = 'http/protobuf' | 'http/json';

export type TraceSettings =
  | { readonly export: false }
  /** Traces are wanted, but not as they are asked for. The text holds no values that may be secret. */
  | { readonly export: false; readonly problem: string }
  | { readonly export: true; readonly protocol: TraceProtocol };

/**
 * Whether spans are to be exported, by OpenTelemetry's environment variables: when an endpoint is named, or the exporter
 * `otlp`. A wrong setting is told and never keeps a server from starting (OpenTelemetry's rule for its SDKs).
 */
export function readTraceSettings(environment: NodeJS.ProcessEnv): TraceSettings {
  const value = (...names: string[]) => names.map((name) => environment[name]?.trim()).find(Boolean);
  if (value('OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return { export: false };
  const exporter = value('OTEL_TRACES_EXPORTER');
  const endpoint = value('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT');
  if (exporter === 'none' || (exporter === undefined && endpoint === undefined)) return { export: false };
  if (exporter !== undefined && exporter !== 'otlp') {
    return { export: false, problem: `OTEL_TRACES_EXPORTER must be otlp or none, not ${exporter}` };
  }
  if (endpoint !== undefined && !isHttpUrl(endpoint)) {
    return { export: false, problem: 'the OTLP endpoint is no http:// or https:// URL' };
  }
  const protocol = value('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL') ?? 'http/protobuf';
  if (protocol !== 'http/protobuf' && protocol !== 'http/json') {
    const problem = `the OTLP protocol ${protocol} is not supported; use http/protobuf or http/json`;
    return { export: false, problem };
  }
  return { export: true, protocol };
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
