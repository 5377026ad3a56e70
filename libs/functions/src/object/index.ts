export * from './krm-object';
export { builtInScope, isNamespaceScoped } from './namespace-scope';
export * from './node-fields';
export {
  DEFAULT_NAMESPACE,
  identifierOf,
  originOf,
  type ResourceIdentifier,
  UNKNOWN_NAMESPACE,
} from './resource-identifier';
