import { type KubernetesObject } from '@porch/api';
import { type FunctionConfigSpec } from '@porch/fn-runtime';

/** FunctionConfig objects by the packages they count for. */
export interface FunctionConfigScopes {
  /** Those that count for packages of a namespace: its own first, then those that count everywhere. */
  of(namespace: string | undefined): readonly FunctionConfigSpec[];
}

/**
 * Sorts FunctionConfigs out by namespace. Those of the given namespaces (upstream has one, `porch-fn-system`) count for
 * every package; those of another namespace for its own packages, so that nobody decides for anybody else.
 */
export function createFunctionConfigScopes(
  objects: readonly KubernetesObject[],
  everywhere: readonly string[],
): FunctionConfigScopes {
  const own = new Map<string, FunctionConfigSpec[]>();
  for (const object of objects) {
    const namespace = object.metadata.namespace ?? '';
    own.set(namespace, [...(own.get(namespace) ?? []), functionConfigSpecOf(object)]);
  }
  const shared = everywhere.flatMap((namespace) => own.get(namespace) ?? []);
  return {
    of(namespace) {
      const first = namespace === undefined || everywhere.includes(namespace) ? undefined : own.get(namespace);
      return first === undefined ? shared : [...first, ...shared];
    },
  };
}

export function functionConfigSpecOf(object: KubernetesObject): FunctionConfigSpec {
  return object['spec'] as FunctionConfigSpec;
}
