export { runStarlark, type ModuleMembers, type RunOptions } from './run-starlark';
export { StarlarkError } from './runtime/starlark-error';
