import { ALL_VERBS } from './resource-kind';

/** What Kubernetes' own kinds have in common here. */
export const coreKind = {
  group: '',
  version: 'v1',
  typed: true,
  verbs: ALL_VERBS,
  backing: 'store',
  allowsUnconditionalUpdate: true,
} as const;
