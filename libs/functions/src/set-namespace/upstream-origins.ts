import { type FunctionResult } from '@porch/api';
import { type YamlNode } from '@porch/krm';
import { error, warning } from '../function-outcome';
import { listText, sortedStrings } from '../go-format';
import { annotationOf, shortNameOf, UPSTREAM_IDENTIFIER_ANNOTATION } from '../object/krm-object';
import { isNamespaceScoped } from '../object/namespace-scope';
import { originOf, UNKNOWN_NAMESPACE } from '../object/resource-identifier';

/** What the versions that look at where objects come from have to say of them. */
export interface OriginReport {
  /** Why nothing may be changed. */
  readonly refusal?: FunctionResult;
  readonly warnings: readonly FunctionResult[];
}

/** Tags of the versions that did so: v0.3 to v0.4.1, and the development head of that time. */
const ORIGIN_MINDING_TAG = /^(unstable|v0\.3(\.\d+)?|v0\.4\.[01])$/;

export function mindsOrigins(tag: string): boolean {
  return ORIGIN_MINDING_TAG.test(tag);
}

/**
 * Warns of every object that does not say where it came from, and refuses to move objects of several upstream namespaces
 * to one unless a matcher picks among them.
 */
export function originReport(objects: readonly YamlNode[], matcher: string): OriginReport {
  const namespaces = new Set<string>();
  const warnings: FunctionResult[] = [];
  for (const object of objects) {
    if (annotationOf(object, UPSTREAM_IDENTIFIER_ANNOTATION) === '') {
      warnings.push(warning(`${shortNameOf(object)} does not have upstream origin.`));
    } else if (isNamespaceScoped(object)) {
      const { namespace } = originOf(object);
      if (namespace === UNKNOWN_NAMESPACE) return { refusal: error(unknownOrigin(object)), warnings: [] };
      namespaces.add(namespace);
    }
  }
  if (matcher === '' && namespaces.size > 1) return { refusal: error(severalOrigins(namespaces)), warnings: [] };
  return { warnings };
}

/** The texts are the function's own, slips of the pen included: people search for them. */
function unknownOrigin(object: YamlNode): string {
  const { group, kind, namespace, name } = originOf(object);
  const origin = [group, kind, namespace, name].join('|');
  return `${shortNameOf(object)} is namespace-scoped, but has cluster-scoped or unknown scoepd origin ${origin}`;
}

function severalOrigins(namespaces: ReadonlySet<string>): string {
  const found = listText(sortedStrings(namespaces));
  return `unable to use origin \`namespace\` to match. expect a single upstream namespace, found ${found}. please switch to use \`namespaceMatcher\`to specify the namespace value you want to change`;
}
