import { type YamlNode } from '@porch/krm';
import { groupOf, kindOf, nameOf, namespaceOf, versionOf } from '../object/krm-object';

/** How kustomize names an object in messages: `Kind.version.group/name.namespace`, with placeholders for what is missing. */
export function resourceIdText(object: YamlNode): string {
  const kind = [kindOf(object) || '[noKind]', versionOf(object) || '[noVer]', groupOf(object) || '[noGrp]'].join('.');
  return `${kind}/${nameOf(object) || '[noName]'}.${namespaceOf(object) || '[noNs]'}`;
}
