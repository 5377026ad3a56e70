export { createInlinePackageRenderer, type InlinePackageRendererOptions } from './create-package-renderer';
export { renderPackage, type PackageRendering, type RenderPackageOptions } from './pipeline/render-package';
export { type BuiltInRuntimeOptions, createBuiltInRuntime } from './runtimes/built-in-runtime';
export { createMultiRuntime } from './runtimes/multi-runtime';
