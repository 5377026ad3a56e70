import { DEFAULT_IMAGE_PREFIX } from '@porch/functions';
import {
  type FunctionRuntime,
  type OperationContext,
  type PackageResources,
  type RenderOutcome,
} from '@porch/repository';
import { type TagLister } from '../image/tag-resolution';
import { renderPackage } from '../pipeline/render-package';
import { functionRunEvents, type FunctionRunObserver } from './function-run';
import { topmostPackage, withPackage } from './topmost-package';

export interface RenderResourcesOptions {
  readonly runtime: FunctionRuntime;
  readonly imagePrefix?: string | undefined;
  readonly tagListers?: readonly TagLister[] | undefined;
  readonly onFunctionRun?: FunctionRunObserver | undefined;
}

/**
 * Renders the package in a tree of files in the caller's thread, as Porch does: files that no function changed keep their
 * bytes, `exec` steps are refused, a tree without a Kptfile is left as it is.
 */
export async function renderResources(
  resources: PackageResources,
  options: RenderResourcesOptions,
  context: OperationContext,
): Promise<RenderOutcome> {
  const topmost = topmostPackage(resources);
  if (!topmost) return { resources, renderStatus: { error: '' }, failure: undefined };
  const rendering = await renderPackage(
    topmost.files,
    {
      runtime: options.runtime,
      imagePrefix: options.imagePrefix ?? DEFAULT_IMAGE_PREFIX,
      tagListers: options.tagListers ?? [],
      commandRunner: undefined,
      events: options.onFunctionRun ? functionRunEvents(options.onFunctionRun) : {},
      rootName: 'package',
      keepUntouched: true,
      environment: {},
    },
    context,
  );
  return {
    resources: withPackage(resources, topmost, rendering.resources),
    renderStatus: rendering.renderStatus,
    failure: rendering.failure,
  };
}
