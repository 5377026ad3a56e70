import { ContainerModule, type ServiceIdentifier } from 'inversify';
import { type FunctionRuntime } from '@porch/repository';
import { FUNCTION_RUNTIME_CONTRACT } from '@porch/repository/di';
import { type ClosablePackageRenderer, createPackageRenderer } from './renderer/create-package-renderer';
import { type PackageRendererOptions } from './renderer/package-renderer-options';

export const PACKAGE_RENDERER: ServiceIdentifier<ClosablePackageRenderer> = Symbol.for(
  '@porch/fn-runtime/PackageRenderer',
);
/** What the app decides about rendering, besides the runtime. */
export const PACKAGE_RENDERER_SETTINGS: ServiceIdentifier<Omit<PackageRendererOptions, 'runtime'>> = Symbol.for(
  '@porch/fn-runtime/PackageRendererSettings',
);

/** Binds {@link PACKAGE_RENDERER}; the app binds {@link FUNCTION_RUNTIME_CONTRACT} and {@link PACKAGE_RENDERER_SETTINGS}. */
export const fnRuntimeModule = new ContainerModule(({ bind }) => {
  bind(PACKAGE_RENDERER)
    .toResolvedValue(
      (runtime: FunctionRuntime, settings: Omit<PackageRendererOptions, 'runtime'>) =>
        createPackageRenderer({ ...settings, runtime }),
      [FUNCTION_RUNTIME_CONTRACT, PACKAGE_RENDERER_SETTINGS],
    )
    .inSingletonScope();
});
