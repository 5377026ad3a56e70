import { DEFAULT_IMAGE_PREFIX } from '@porch/functions';
import { type FunctionRuntime, type PackageRenderer } from '@porch/repository';
import { type TagLister } from './image/tag-resolution';
import { type IgnoreMatcherFactory } from './pipeline/package-files';
import { renderPackage } from './pipeline/render-package';

export interface InlinePackageRendererOptions {
  readonly runtime: FunctionRuntime;
  readonly imagePrefix?: string;
  readonly tagListers?: readonly TagLister[];
  readonly createIgnoreMatcher: IgnoreMatcherFactory;
}

/** A renderer that works in the caller's thread. */
export function createInlinePackageRenderer(options: InlinePackageRendererOptions): PackageRenderer {
  return {
    render: (resources, context) =>
      renderPackage(
        resources,
        {
          runtime: options.runtime,
          imagePrefix: options.imagePrefix ?? DEFAULT_IMAGE_PREFIX,
          tagListers: options.tagListers ?? [],
          commandRunner: undefined,
          events: {},
          rootName: 'package',
          createIgnoreMatcher: options.createIgnoreMatcher,
          environment: {},
        },
        context,
      ),
  };
}
