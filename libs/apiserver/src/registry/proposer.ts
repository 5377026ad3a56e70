import { forbidden, type KubernetesObject, PACKAGE_REVISIONS } from '@porch/api';
import { textAt } from '../json/json-object';

/** Who proposed a package revision, kept by the server where self-approval is forbidden; clients cannot write it. */
export const PROPOSED_BY_ANNOTATION = 'porch.kpt.dev/proposed-by';

/** The object with its proposer as the server knows it: whoever makes it Proposed now, else who was noted. Pure. */
export function withProposer(
  object: KubernetesObject,
  stored: KubernetesObject | undefined,
  user: string,
): KubernetesObject {
  const proposes = textAt(object, 'spec.lifecycle') === 'Proposed' && textAt(stored, 'spec.lifecycle') !== 'Proposed';
  const noted = proposes ? user : stored?.metadata.annotations?.[PROPOSED_BY_ANNOTATION];
  const others = Object.entries(object.metadata.annotations ?? {}).filter(([key]) => key !== PROPOSED_BY_ANNOTATION);
  const entries = noted === undefined ? others : [...others, [PROPOSED_BY_ANNOTATION, noted] as const];
  const annotations =
    entries.length > 0 || object.metadata.annotations ? { annotations: Object.fromEntries(entries) } : {};
  return { ...object, metadata: { ...object.metadata, ...annotations } };
}

/** @throws PorchError Forbidden when a proposal would be published by whoever made it */
export function checkMayPublish(object: KubernetesObject, stored: KubernetesObject, user: string): void {
  const publishes = textAt(stored, 'spec.lifecycle') === 'Proposed' && textAt(object, 'spec.lifecycle') === 'Published';
  if (!publishes || stored.metadata.annotations?.[PROPOSED_BY_ANNOTATION] !== user) return;
  throw forbidden(
    PACKAGE_REVISIONS,
    stored.metadata.name ?? '',
    'a package revision may not be approved by the user who proposed it',
  );
}
