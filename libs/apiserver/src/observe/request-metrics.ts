import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What is counted of requests. Labels have few values: names and namespaces are not among them. */
export interface RequestMetrics {
  observe(labels: { method: string; resource: string; code: number }, seconds: number): void;
  watchOpened(resource: string): void;
  watchClosed(resource: string): void;
}

export function createRequestMetrics(registry: Registry): RequestMetrics {
  const registers = [registry];
  const requests = new Counter({
    name: 'porch_apiserver_requests_total',
    help: 'Requests answered, by method, resource and status code.',
    labelNames: ['method', 'resource', 'code'],
    registers,
  });
  const seconds = new Histogram({
    name: 'porch_apiserver_request_duration_seconds',
    help: 'Time to answer a request, watches excepted.',
    labelNames: ['method', 'resource'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  const watches = new Gauge({
    name: 'porch_apiserver_watches',
    help: 'Open watches by resource.',
    labelNames: ['resource'],
    registers,
  });
  return {
    observe({ method, resource, code }, duration) {
      requests.inc({ method, resource, code: String(code) });
      seconds.observe({ method, resource }, duration);
    },
    watchOpened: (resource) => watches.inc({ resource }),
    watchClosed: (resource) => watches.dec({ resource }),
  };
}
