import { bindingRules, rbacKind } from './rbac-kind';
import { type ResourceKind } from './resource-kind';

export const ROLE_BINDING_KIND: ResourceKind = {
  ...rbacKind,
  ...bindingRules,
  plural: 'rolebindings',
  singular: 'rolebinding',
  kind: 'RoleBinding',
  namespaced: true,
  description: 'Who has a role in one namespace.',
};
