import { type GitOperationObserver } from '@porch/repository-git';
import { Counter, Histogram, type Registry } from 'prom-client';
import { traced } from '../tracing/traced';

const SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10, 60, 300];

/** Counts, times and traces what is done with git servers and bare directories. Addresses are in spans alone. */
export function createGitMetrics(registry: Registry): GitOperationObserver {
  const registers = [registry];
  const operations = new Counter({
    name: 'porch_git_operations_total',
    help: 'Operations with git repositories, by operation (list-refs, fetch, push) and result (success, error).',
    labelNames: ['operation', 'result'],
    registers,
  });
  const seconds = new Histogram({
    name: 'porch_git_operation_duration_seconds',
    help: 'Time of an operation with a git repository.',
    labelNames: ['operation'],
    buckets: SECONDS,
    registers,
  });
  return (operation, address, work) =>
    traced(`git ${operation}`, { 'porch.git.address': address }, async () => {
      const started = performance.now();
      let result = 'error';
      try {
        const done = await work();
        result = 'success';
        return done;
      } finally {
        operations.inc({ operation, result });
        seconds.observe({ operation }, (performance.now() - started) / 1000);
      }
    });
}
