import { rbacKind, roleFields } from './rbac-kind';
import { type ResourceKind } from './resource-kind';
import { anything, listOf, record } from './schema';

export const CLUSTER_ROLE_KIND: ResourceKind = {
  ...rbacKind,
  plural: 'clusterroles',
  singular: 'clusterrole',
  kind: 'ClusterRole',
  namespaced: false,
  description: 'What may be done in every namespace, or in one that binds it.',
  fields: {
    ...roleFields,
    aggregationRule: record('Takes the rules of other cluster roles.', {
      clusterRoleSelectors: listOf(anything('Labels of cluster roles.'), 'Which cluster roles.'),
    }),
  },
};
