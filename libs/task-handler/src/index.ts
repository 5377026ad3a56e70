export { createTaskHandler } from './create-task-handler';
export { packagePathOfContext } from './package-context';
export { summariseResources } from './summarise-resources';
export { type PackageConfig, type ResourceMutation, type TaskHandler } from './task-handler-contract';
export { type TaskHandlerOptions } from './task-handler-options';
