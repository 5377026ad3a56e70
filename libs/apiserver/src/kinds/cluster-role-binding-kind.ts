import { bindingRules, rbacKind } from './rbac-kind';
import { type ResourceKind } from './resource-kind';

export const CLUSTER_ROLE_BINDING_KIND: ResourceKind = {
  ...rbacKind,
  ...bindingRules,
  plural: 'clusterrolebindings',
  singular: 'clusterrolebinding',
  kind: 'ClusterRoleBinding',
  namespaced: false,
  description: 'Who has a cluster role everywhere.',
};
