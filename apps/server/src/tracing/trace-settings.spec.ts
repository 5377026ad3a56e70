import { readTraceSettings } from './trace-settings';

const endpoint = 'http://collector.example:4318';

describe("OpenTelemetry's environment variables", () => {
  it.each([
    ['nothing', {}, false],
    ['an endpoint', { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, 'http/protobuf'],
    ['an endpoint for traces', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint }, 'http/protobuf'],
    ['an empty endpoint', { OTEL_EXPORTER_OTLP_ENDPOINT: ' ' }, false],
    ['the exporter by name', { OTEL_TRACES_EXPORTER: 'otlp' }, 'http/protobuf'],
    ['no exporter', { OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, false],
    ['the SDK turned off', { OTEL_SDK_DISABLED: 'TRUE', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, false],
    ['JSON', { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }, 'http/json'],
    [
      "traces' own protocol before that of all signals",
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
      },
      'http/json',
    ],
  ])('say with %s whether spans are exported, and how', (_what, environment, expected) => {
    const settings = readTraceSettings(environment);
    expect(settings.export && settings.protocol).toBe(expected);
    expect(settings).not.toHaveProperty('problem');
  });

  it.each([
    ['a protocol', { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'protocol grpc'],
    ['an exporter', { OTEL_TRACES_EXPORTER: 'zipkin' }, 'otlp or none'],
    ['an endpoint', { OTEL_EXPORTER_OTLP_ENDPOINT: 'user:secret@host' }, 'no http:// or https:// URL'],
  ])('are told of with %s there is no way to use, without secrets', (_what, environment, problem) => {
    const settings = readTraceSettings(environment);
    expect(settings).toMatchObject({ export: false, problem: expect.stringContaining(problem) as string });
    expect(JSON.stringify(settings)).not.toContain('secret');
  });
});
