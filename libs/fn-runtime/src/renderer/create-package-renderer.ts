import { timeout } from '@porch/api';
import { type OperationContext, type PackageRenderer, type RenderOutcome } from '@porch/repository';
import { findWorkerFile, requireWorkerFile } from '../worker/worker-file';
import { type PackageRendererOptions } from './package-renderer-options';
import { DEFAULT_DEADLINE_MILLISECONDS, RenderPool } from './render-pool';
import { renderResources } from './render-resources';

export interface ClosablePackageRenderer extends PackageRenderer {
  /** Ends what the renderer keeps running. */
  close(): Promise<void>;
}

/**
 * A renderer of packages. In worker mode each render has a thread of its own for its time, which is ended when the caller
 * aborts, the deadline passes or memory runs out, while other renders go on.
 *
 * @throws Error in worker mode when the worker's script is not to be found
 */
export function createPackageRenderer(options: PackageRendererOptions): ClosablePackageRenderer {
  const workerFile = options.workerFile ?? findWorkerFile();
  if (options.mode === 'inline' || (options.mode === undefined && workerFile === undefined)) {
    return {
      render: (resources, context) => renderInline(resources, options, context),
      close: () => Promise.resolve(),
    };
  }
  return new RenderPool(requireWorkerFile(workerFile), options);
}

/** Functions of the catalogue are synchronous, so that an inline render notices abort and deadline between its steps only. */
async function renderInline(
  resources: Parameters<PackageRenderer['render']>[0],
  options: PackageRendererOptions,
  context: OperationContext,
): Promise<RenderOutcome> {
  const milliseconds = options.deadlineMilliseconds ?? DEFAULT_DEADLINE_MILLISECONDS;
  const stop = new AbortController();
  const onAbort = () => stop.abort(context.signal.reason);
  context.signal.throwIfAborted();
  context.signal.addEventListener('abort', onAbort, { once: true });
  const late = () => stop.abort(timeout(`the render took longer than ${milliseconds / 1000} s and was stopped`));
  const deadline = setTimeout(late, milliseconds);
  try {
    return await renderResources(resources, options, { ...context, signal: stop.signal });
  } finally {
    clearTimeout(deadline);
    context.signal.removeEventListener('abort', onAbort);
  }
}
