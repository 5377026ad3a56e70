import { CONFIG_GROUP } from '@porch/api';
import { DEFAULT_COLUMNS } from './columns';
import { ALL_VERBS, STATUS_SUBRESOURCE } from './resource-kind';

/** What the stored kinds of config.porch.kpt.dev have in common. */
export const storedConfigKind = {
  group: CONFIG_GROUP,
  version: 'v1alpha1',
  namespaced: true,
  tracksGeneration: true,
  verbs: ALL_VERBS,
  backing: 'store',
  subresources: [STATUS_SUBRESOURCE],
  columns: DEFAULT_COLUMNS,
} as const;
