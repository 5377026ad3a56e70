export { type ControlledKind, type ControllerLog } from './controlled-kind';
export { type Controllers, type ControllersOptions, createControllers } from './create-controllers';
export { type FunctionConfigTarget } from './function-config-controller';
export { REPOSITORY_FINALIZER } from './repository-controller';
