export { type ControlledKind, type ControllerLog } from './controlled-kind';
export { type Controllers, type ControllersOptions, createControllers } from './create-controllers';
export { REPOSITORY_FINALIZER } from './repository-controller';
