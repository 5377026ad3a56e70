import { type YamlNode } from '@porch/krm';
import { annotationOf, groupOf, kindOf, nameOf, namespaceOf, UPSTREAM_IDENTIFIER_ANNOTATION } from './krm-object';
import { isNamespaceScoped } from './namespace-scope';

/** What the Go SDK writes for a namespace that is not known: the object is cluster-scoped, or was upstream. */
export const UNKNOWN_NAMESPACE = '~C';
export const DEFAULT_NAMESPACE = 'default';

export interface ResourceIdentifier {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** An object's own identity; a namespaced kind that says no namespace is in `default`. */
export function identifierOf(object: YamlNode): ResourceIdentifier {
  const own = namespaceOf(object);
  const namespace = own !== '' ? own : isNamespaceScoped(object) ? DEFAULT_NAMESPACE : UNKNOWN_NAMESPACE;
  return { group: groupOf(object), kind: kindOf(object), namespace, name: nameOf(object) };
}

/** Who the object was upstream, from its `group|kind|namespace|name` annotation; itself when it has none. */
export function originOf(object: YamlNode): ResourceIdentifier {
  const parts = annotationOf(object, UPSTREAM_IDENTIFIER_ANNOTATION).split('|');
  if (parts.length !== 4) return identifierOf(object);
  const [group = '', kind = '', namespace = '', name = ''] = parts.map((part) => part.trim());
  return { group, kind, namespace, name };
}
