import { isPorchError } from '@porch/api';
import { baseNameAndTag, type FunctionRunObserver } from '@porch/fn-runtime';
import { type PackageRenderer } from '@porch/repository';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { traced, tracedAfterwards } from '../tracing/traced';

const RENDER_SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10, 60, 300];
const FUNCTION_SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60];
/** Whoever writes Kptfiles chooses images: beyond so many names they are counted as `other`. */
const MAXIMUM_FUNCTION_NAMES = 100;

export interface RenderMetrics {
  /** For {@link PackageRendererOptions.onFunctionRun}. */
  readonly onFunctionRun: FunctionRunObserver;
  /** The renderer, counted, timed and traced. */
  observe(renderer: PackageRenderer): PackageRenderer;
}

/** Renders and the functions they run. Functions go by the last part of their image's name, without tag and registry. */
export function createRenderMetrics(registry: Registry): RenderMetrics {
  const registers = [registry];
  const renders = new Counter({
    name: 'porch_renders_total',
    help: 'Renders of packages that ended, by result: success, failure (a function failed), timeout, canceled, error.',
    labelNames: ['result'],
    registers,
  });
  const renderSeconds = new Histogram({
    name: 'porch_render_duration_seconds',
    help: 'Time of a render, waiting for its turn included.',
    buckets: RENDER_SECONDS,
    registers,
  });
  const inProgress = new Gauge({
    name: 'porch_renders_in_progress',
    help: 'Renders under way or waiting for their turn.',
    registers,
  });
  const runs = new Counter({
    name: 'porch_function_runs_total',
    help: 'Functions that ran in renders, by name and result: success, failure (exit code), error (not usable).',
    labelNames: ['function', 'result'],
    registers,
  });
  const runSeconds = new Histogram({
    name: 'porch_function_run_duration_seconds',
    help: 'Time a function ran in a render.',
    labelNames: ['function'],
    buckets: FUNCTION_SECONDS,
    registers,
  });
  const known = new Set<string>();
  const nameOf = (image: string): string => {
    const { name } = baseNameAndTag(image);
    if (known.size < MAXIMUM_FUNCTION_NAMES) known.add(name);
    return known.has(name) ? name : 'other';
  };

  return {
    onFunctionRun({ image, durationMilliseconds, exitCode }) {
      const name = nameOf(image);
      const result = exitCode === 0 ? 'success' : exitCode === undefined ? 'error' : 'failure';
      runs.inc({ function: name, result });
      runSeconds.observe({ function: name }, durationMilliseconds / 1000);
      tracedAfterwards('function', { 'porch.function.image': image }, durationMilliseconds, result !== 'success');
    },
    observe: (renderer) => ({
      render: (resources, context) =>
        traced('render', { 'porch.files': resources.size }, async (span) => {
          const started = performance.now();
          let result = 'error';
          inProgress.inc();
          try {
            const outcome = await renderer.render(resources, context);
            result = outcome.failure === undefined ? 'success' : 'failure';
            return outcome;
          } catch (error) {
            if (context.signal.aborted) result = 'canceled';
            else if (isPorchError(error) && error.reason === 'Timeout') result = 'timeout';
            throw error;
          } finally {
            inProgress.dec();
            renders.inc({ result });
            renderSeconds.observe((performance.now() - started) / 1000);
            span.setAttribute('porch.render.result', result);
          }
        }),
    }),
  };
}
