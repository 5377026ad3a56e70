import { type ObjectMeta, type OwnerReference } from '@porch/api';
import { type GraphNode, type OwnerGraph } from './owner-graph';

export const FOREGROUND_FINALIZER = 'foregroundDeletion';
export const ORPHAN_FINALIZER = 'orphan';

/** What the garbage collector has to do about one object. */
export type GarbageDecision =
  | { readonly action: 'nothing' }
  /** All its owners are gone. */
  | { readonly action: 'delete' }
  /** Some owners are gone, others are not: only these references stay. */
  | { readonly action: 'keepOwners'; readonly owners: readonly OwnerReference[] }
  /** It is being deleted in the foreground, and these must go first. */
  | { readonly action: 'deleteDependents'; readonly dependents: readonly GraphNode[] }
  /** It is being deleted, and those it owned are to stay. */
  | { readonly action: 'orphanDependents'; readonly dependents: readonly GraphNode[] }
  /** Nobody has to go before it any more. */
  | { readonly action: 'removeFinalizer'; readonly finalizer: string };

/**
 * Kubernetes' rules of garbage collection. An owner whose kind is not served here cannot be looked up and counts as
 * present, so that nothing is deleted by mistake.
 */
export function decideGarbage(
  node: GraphNode,
  graph: OwnerGraph,
  isServed: (owner: OwnerReference) => boolean,
): GarbageDecision {
  const { metadata } = node;
  if (metadata.deletionTimestamp) return decideDeletion(metadata, graph.dependents(metadata.uid));
  const owners = metadata.ownerReferences ?? [];
  if (owners.length === 0) return { action: 'nothing' };
  const kept = owners.filter((owner) => !isServed(owner) || isPresent(owner, node, graph));
  if (kept.length === owners.length) return { action: 'nothing' };
  return kept.length === 0 ? { action: 'delete' } : { action: 'keepOwners', owners: kept };
}

function decideDeletion(metadata: ObjectMeta, dependents: readonly GraphNode[]): GarbageDecision {
  const finalizers = metadata.finalizers ?? [];
  if (finalizers.includes(ORPHAN_FINALIZER)) {
    return dependents.length > 0
      ? { action: 'orphanDependents', dependents }
      : { action: 'removeFinalizer', finalizer: ORPHAN_FINALIZER };
  }
  if (!finalizers.includes(FOREGROUND_FINALIZER)) return { action: 'nothing' };
  const blocking = dependents.filter((dependent) => blocks(dependent, metadata.uid));
  return blocking.length > 0
    ? { action: 'deleteDependents', dependents: blocking }
    : { action: 'removeFinalizer', finalizer: FOREGROUND_FINALIZER };
}

function blocks(dependent: GraphNode, uid: string | undefined): boolean {
  return (dependent.metadata.ownerReferences ?? []).some(
    (owner) => owner.uid === uid && owner.blockOwnerDeletion === true,
  );
}

/** An owner is in the namespace of what it owns, or in none. */
function isPresent(owner: OwnerReference, node: GraphNode, graph: OwnerGraph): boolean {
  const found = graph.owner(owner.uid);
  return found !== undefined && (found.key.namespace === '' || found.key.namespace === node.key.namespace);
}
