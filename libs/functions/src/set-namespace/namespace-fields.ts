import { type YamlNode } from '@porch/krm';
import { isGroupVersionKind, kindOf, nameOf, namespaceOf, shortNameOf } from '../object/krm-object';
import { isNamespaceScoped } from '../object/namespace-scope';
import { elementsOf, fieldOf, isAbsent, lookUp, setStringAt, textOf } from '../object/node-fields';
import { originOf } from '../object/resource-identifier';

/** One place in an object that says a namespace. */
export interface NamespaceField {
  /** The namespace it had upstream; empty where that is not known. */
  readonly origin: string;
  readonly current: string;
  /** How the object is called in messages; empty for fields that are reported by no name. */
  readonly subject: string;
  set(namespace: string): void;
}

const SERVICE_OF_WEBHOOK = ['spec', 'conversion', 'webhook', 'clientConfig', 'service', 'namespace'];
const SERVICE_OF_API = ['spec', 'service', 'namespace'];

/**
 * The fields that set-namespace rewrites: first what cluster-scoped objects say of namespaces, then
 * `metadata.namespace` of every namespaced object. A RoleBinding's subjects are reached only where the binding itself is
 * not recognised as namespaced. The service of a CRD or an APIService counts only where there is one (set-namespace
 * v0.4.5 and later; before that the path was made up).
 */
export function* namespaceFields(objects: readonly YamlNode[]): Generator<NamespaceField> {
  for (const object of objects) if (!isNamespaceScoped(object)) yield* fieldsOfClusterObject(object);
  for (const object of objects) {
    if (!isNamespaceScoped(object)) continue;
    yield {
      origin: originOf(object).namespace,
      current: namespaceOf(object),
      subject: shortNameOf(object),
      set: (namespace) => setStringAt(object, ['metadata', 'namespace'], namespace),
    };
  }
}

function* fieldsOfClusterObject(object: YamlNode): Generator<NamespaceField> {
  if (isGroupVersionKind(object, '', 'v1', 'Namespace')) {
    yield {
      origin: originOf(object).name,
      current: nameOf(object),
      subject: shortNameOf(object),
      set: (name) => setStringAt(object, ['metadata', 'name'], name),
    };
  } else if (isGroupVersionKind(object, 'apiextensions.k8s.io', 'v1', 'CustomResourceDefinition')) {
    const strategy = textOf(lookUp(object, 'spec', 'conversion', 'strategy'));
    if (strategy === 'Webhook') yield* serviceNamespace(object, SERVICE_OF_WEBHOOK);
  } else if (isGroupVersionKind(object, 'apiregistration.k8s.io', 'v1', 'APIService')) {
    yield* serviceNamespace(object, SERVICE_OF_API);
  } else if (kindOf(object) === 'ClusterRoleBinding' || kindOf(object) === 'RoleBinding') {
    for (const subject of elementsOf(fieldOf(object, 'subjects'))) {
      const namespace = fieldOf(subject, 'namespace');
      if (isAbsent(namespace)) continue;
      yield unnamedField(subject, ['namespace']);
    }
  }
}

function* serviceNamespace(object: YamlNode, path: readonly string[]): Generator<NamespaceField> {
  if (isAbsent(lookUp(object, ...path.slice(0, -1)))) return;
  yield unnamedField(object, path);
}

function unnamedField(node: YamlNode, path: readonly string[]): NamespaceField {
  return {
    origin: '',
    current: textOf(lookUp(node, ...path)),
    subject: '',
    set: (namespace) => setStringAt(node, path, namespace),
  };
}
