import { type KrmObject } from '../document/krm-object';

/** Which objects to take: those that fit every part that is given (kyaml's framework.Selector). */
export interface ResourceSelector {
  /** One of these must be the apiVersion, and so on; an empty list fits all. */
  apiVersions?: readonly string[];
  kinds?: readonly string[];
  names?: readonly string[];
  namespaces?: readonly string[];
  /** All of these must be there with these values. */
  labels?: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
}

function isOneOf(values: readonly string[] | undefined, value: string): boolean {
  return values === undefined || values.length === 0 || values.includes(value);
}

function hasAll(wanted: Readonly<Record<string, string>> | undefined, present: ReadonlyMap<string, string>): boolean {
  return Object.entries(wanted ?? {}).every(([key, value]) => present.get(key) === value);
}

/** The objects that a selector fits. */
export function selectResources(objects: readonly KrmObject[], selector: ResourceSelector): KrmObject[] {
  return objects.filter(
    (object) =>
      isOneOf(selector.apiVersions, object.apiVersion) &&
      isOneOf(selector.kinds, object.kind) &&
      isOneOf(selector.names, object.name) &&
      isOneOf(selector.namespaces, object.namespace) &&
      hasAll(selector.labels, object.labels) &&
      hasAll(selector.annotations, object.annotations),
  );
}
