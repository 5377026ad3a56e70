import { timeout } from '@porch/api';
import { backgroundContext, type PackageRenderer, type RenderOutcome } from '@porch/repository';
import { createServerMetrics } from './server-metrics';

/** The sample lines of a metric, without its buckets. */
async function samples(metrics: ReturnType<typeof createServerMetrics>, name: string): Promise<string[]> {
  const text = await metrics.registry.getSingleMetricAsString(name);
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#') && !line.includes('_bucket'));
}

describe("the server's metrics", () => {
  const outcome = (failure?: string): RenderOutcome => ({
    resources: new Map(),
    renderStatus: { error: failure ?? '' },
    failure,
  });

  it('count renders by how they end, and those under way', async () => {
    const metrics = createServerMetrics();
    const render = (work: PackageRenderer['render'], context = backgroundContext()) =>
      metrics.renders.observe({ render: work }).render(new Map(), context);
    expect(await render(() => Promise.resolve(outcome()))).toEqual(outcome());
    await render(() => Promise.resolve(outcome('no')));
    await expect(render(() => Promise.reject(timeout('late')))).rejects.toThrow('late');
    await expect(render(() => Promise.reject(new Error('odd')))).rejects.toThrow('odd');
    await expect(render(() => Promise.reject(new Error('enough')), { signal: AbortSignal.abort() })).rejects.toThrow(
      'enough',
    );
    expect(await samples(metrics, 'porch_renders_total')).toEqual(
      ['success', 'failure', 'timeout', 'error', 'canceled'].map(
        (result) => `porch_renders_total{result="${result}"} 1`,
      ),
    );
    expect(await samples(metrics, 'porch_render_duration_seconds')).toContain('porch_render_duration_seconds_count 5');
    let end: (() => void) | undefined;
    const rendering = render(() => new Promise((resolve) => (end = () => resolve(outcome()))));
    expect(await samples(metrics, 'porch_renders_in_progress')).toEqual(['porch_renders_in_progress 1']);
    end?.();
    await rendering;
    expect(await samples(metrics, 'porch_renders_in_progress')).toEqual(['porch_renders_in_progress 0']);
  });

  it('count functions by name and result, whatever the registry and the tag', async () => {
    const metrics = createServerMetrics();
    const run = (image: string, exitCode: number | undefined) =>
      metrics.renders.onFunctionRun({ image, exitCode, durationMilliseconds: 250 });
    run('ghcr.io/kptdev/krm-functions-catalog/set-labels:v0.2.0', 0);
    run('example.com/set-labels@sha256:0123', 0);
    run('set-labels', 1);
    run('starlark:v1', undefined);
    expect(await samples(metrics, 'porch_function_runs_total')).toEqual([
      'porch_function_runs_total{function="set-labels",result="success"} 2',
      'porch_function_runs_total{function="set-labels",result="failure"} 1',
      'porch_function_runs_total{function="starlark",result="error"} 1',
    ]);
    expect(await samples(metrics, 'porch_function_run_duration_seconds')).toContain(
      'porch_function_run_duration_seconds_sum{function="set-labels"} 0.75',
    );
  });

  it('have few function names, however many images there are', async () => {
    const metrics = createServerMetrics();
    for (let index = 0; index < 1000; index += 1) {
      metrics.renders.onFunctionRun({ image: `example.com/made-up-${index}`, exitCode: 0, durationMilliseconds: 1 });
    }
    const lines = await samples(metrics, 'porch_function_runs_total');
    expect(lines).toHaveLength(101);
    expect(lines).toContain('porch_function_runs_total{function="other",result="success"} 900');
  });

  it('count git operations by how they end', async () => {
    const metrics = createServerMetrics();
    expect(await metrics.git('fetch', 'https://git.example.com/a', () => Promise.resolve(7))).toBe(7);
    const failing = metrics.git('push', 'https://git.example.com/a', () => Promise.reject(new Error('refused')));
    await expect(failing).rejects.toThrow('refused');
    expect(await samples(metrics, 'porch_git_operations_total')).toEqual([
      'porch_git_operations_total{operation="fetch",result="success"} 1',
      'porch_git_operations_total{operation="push",result="error"} 1',
    ]);
    expect(await metrics.registry.metrics()).not.toContain('example.com');
  });

  it('read the sizes of the cache when they are asked for', async () => {
    const metrics = createServerMetrics();
    let packageRevisions = 1;
    metrics.watchCache({
      statistics: () => ({
        resourceVersion: '7',
        repositories: { Ready: 2, Reconciling: 0, Error: 1 },
        packageRevisions,
        contents: { entries: 3, bytes: 4096, maximumBytes: 8192 },
      }),
    });
    packageRevisions = 5;
    expect(await samples(metrics, 'porch_cache_repositories')).toEqual([
      'porch_cache_repositories{state="Ready"} 2',
      'porch_cache_repositories{state="Reconciling"} 0',
      'porch_cache_repositories{state="Error"} 1',
    ]);
    expect(await samples(metrics, 'porch_cache_package_revisions')).toEqual(['porch_cache_package_revisions 5']);
    expect(await samples(metrics, 'porch_cache_contents')).toEqual(['porch_cache_contents 3']);
    expect(await samples(metrics, 'porch_cache_contents_bytes')).toEqual(['porch_cache_contents_bytes 4096']);
    expect(await samples(metrics, 'porch_cache_contents_limit_bytes')).toEqual([
      'porch_cache_contents_limit_bytes 8192',
    ]);
  });
});
