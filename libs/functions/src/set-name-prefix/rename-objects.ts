import { type YamlNode } from '@porch/krm';
import { nameReferences } from '../ensure-name-substring/name-reference-table';
import { updateReferences } from '../ensure-name-substring';
import { FunctionError } from '../framework-outcome';
import { apiVersionOf, groupOf, isGroupVersionKind, kindOf, nameOf, namespaceOf } from '../object/krm-object';
import { elementsOf, lookUp, setStringAt, textAt } from '../object/node-fields';

/**
 * Gives objects new names, and what refers to them too: kustomize's table of fields that hold names, owner references, and
 * the namespace of what is in a renamed Namespace.
 *
 * @param newNameOf the new name of an object; the one it has for one that stays
 * @throws FunctionError where a name may mean several objects; nothing has been changed where two objects are the same
 */
export function renameObjects(objects: readonly YamlNode[], newNameOf: (object: YamlNode) => string): void {
  const resources = objects.map((node) => ({ node, originalName: nameOf(node), newName: newNameOf(node) }));
  const renamed = resources.filter(({ originalName, newName }) => originalName !== newName);
  refuseTwins(renamed.map(({ node }) => node));
  for (const { node, newName } of renamed) setStringAt(node, ['metadata', 'name'], newName);
  for (const reference of nameReferences) {
    for (const referrer of resources) updateReferences(referrer, reference, resources);
  }
  for (const { node, originalName, newName } of renamed) {
    for (const object of objects) followOwner(object, node, originalName, newName);
    if (isGroupVersionKind(node, '', 'v1', 'Namespace')) moveInto(objects, originalName, newName);
  }
}

function refuseTwins(objects: readonly YamlNode[]): void {
  const seen = new Set<string>();
  for (const object of objects) {
    const identity = `${apiVersionOf(object)}/${kindOf(object)}:${namespaceOf(object)}/${nameOf(object)}`;
    if (seen.has(identity)) throw new FunctionError(`multiple objects found matching ${identity}`);
    seen.add(identity);
  }
}

function followOwner(object: YamlNode, owner: YamlNode, originalName: string, newName: string): void {
  for (const reference of elementsOf(lookUp(object, 'metadata', 'ownerReferences'))) {
    const isOwner = groupOf(reference) === groupOf(owner) && kindOf(reference) === kindOf(owner);
    if (isOwner && textAt(reference, 'name') === originalName) setStringAt(reference, ['name'], newName);
  }
}

function moveInto(objects: readonly YamlNode[], oldNamespace: string, newNamespace: string): void {
  for (const object of objects) {
    if (namespaceOf(object) === oldNamespace) setStringAt(object, ['metadata', 'namespace'], newNamespace);
  }
}
