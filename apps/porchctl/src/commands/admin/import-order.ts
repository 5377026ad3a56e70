import { type KubernetesObject } from '@porch/api';

/** Kinds that others refer to come first, registrations after the Secrets they name, and what they bring about last. */
const ORDER = [
  'Namespace',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'ClusterRole',
  'Role',
  'FunctionConfig',
  'Repository',
];
const LAST = ['PackageVariant', 'PackageVariantSet', 'PackageRev'];

/** Sorts objects so that each is created after those it needs; otherwise the order stays. */
export function inImportOrder(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const rank = ({ kind }: KubernetesObject) => {
    const early = ORDER.indexOf(kind);
    if (early >= 0) return early;
    return ORDER.length + 1 + LAST.indexOf(kind);
  };
  return [...objects].sort((a, b) => rank(a) - rank(b));
}

/** What of an object is its own, without what the old server said about it. */
export function importable(object: KubernetesObject, newUids: ReadonlyMap<string, string>): KubernetesObject {
  const rest = { ...object };
  delete rest['status'];
  const { name, namespace, labels, annotations, finalizers, ownerReferences } = object.metadata;
  const owners = ownerReferences?.flatMap((owner) => {
    const uid = newUids.get(owner.uid);
    return uid === undefined ? [] : [{ ...owner, uid }];
  });
  return {
    ...rest,
    metadata: {
      ...(name ? { name } : {}),
      ...(namespace ? { namespace } : {}),
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(finalizers?.length ? { finalizers } : {}),
      ...(owners?.length ? { ownerReferences: owners } : {}),
    },
  };
}
