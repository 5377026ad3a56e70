/** The four states of a package revision (Porch's `PackageRevisionLifecycle`). */
export const LIFECYCLES = ['Draft', 'Proposed', 'Published', 'DeletionProposed'] as const;
export type PackageRevisionLifecycle = (typeof LIFECYCLES)[number];

/** How a change of lifecycle arrives: by a plain update or through the `approval` subresource. */
export type LifecycleChangeSource = 'update' | 'approval';

export function isLifecycle(value: unknown): value is PackageRevisionLifecycle {
  return (LIFECYCLES as readonly unknown[]).includes(value);
}

/** Porch calls DeletionProposed revisions published as well: their content is immutable and on the branch. */
export function isPublished(lifecycle: PackageRevisionLifecycle): boolean {
  return lifecycle === 'Published' || lifecycle === 'DeletionProposed';
}

const ALLOWED: Record<
  PackageRevisionLifecycle,
  Partial<Record<PackageRevisionLifecycle, readonly LifecycleChangeSource[]>>
> = {
  Draft: { Draft: ['update'], Proposed: ['update'] },
  Proposed: { Draft: ['update', 'approval'], Proposed: ['update'], Published: ['approval'] },
  Published: { Published: ['update'], DeletionProposed: ['update', 'approval'] },
  DeletionProposed: { Published: ['update', 'approval'], DeletionProposed: ['update'] },
};

/** The one transition table (E-1.4): whether `source` may take a revision `from` one state `to` another. */
export function lifecycleTransitionAllowed(
  from: PackageRevisionLifecycle,
  to: PackageRevisionLifecycle,
  source: LifecycleChangeSource,
): boolean {
  return ALLOWED[from][to]?.includes(source) ?? false;
}
