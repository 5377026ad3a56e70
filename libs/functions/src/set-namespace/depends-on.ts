import { type YamlNode } from '@porch/krm';
import { annotationOf, DEPENDS_ON_ANNOTATION } from '../object/krm-object';
import { setStringAt } from '../object/node-fields';
import { identifierOf, UNKNOWN_NAMESPACE } from '../object/resource-identifier';

const NAMESPACED_REFERENCE = /^([-.\w]*)\/namespaces\/([-.\w]*)\/([-.\w]*)\/([-.\w]*)$/;

/** The namespaced objects of a list in the form a `depends-on` annotation names them. */
export function dependsOnTargets(objects: readonly YamlNode[]): Set<string> {
  const targets = new Set<string>();
  for (const object of objects) {
    const id = identifierOf(object);
    if (id.namespace === UNKNOWN_NAMESPACE) continue;
    targets.add(`${id.group}/namespaces/${id.namespace}/${id.kind}/${id.name}`);
  }
  return targets;
}

/** Rewrites `depends-on` annotations that name exactly one of the targets; gives back the namespaces replaced, one per change. */
export function moveDependsOn(
  objects: readonly YamlNode[],
  targets: ReadonlySet<string>,
  namespace: string,
  matcher: string,
): string[] {
  const replaced: string[] = [];
  for (const object of objects) {
    const value = annotationOf(object, DEPENDS_ON_ANNOTATION);
    const match = NAMESPACED_REFERENCE.exec(value);
    if (!match || !targets.has(value)) continue;
    const [, group = '', current = '', kind = '', name = ''] = match;
    if (current === namespace || (matcher !== '' && current !== matcher)) continue;
    replaced.push(current);
    setStringAt(
      object,
      ['metadata', 'annotations', DEPENDS_ON_ANNOTATION],
      `${group}/namespaces/${namespace}/${kind}/${name}`,
    );
  }
  return replaced;
}
