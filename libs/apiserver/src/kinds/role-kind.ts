import { rbacKind, roleFields } from './rbac-kind';
import { type ResourceKind } from './resource-kind';

export const ROLE_KIND: ResourceKind = {
  ...rbacKind,
  plural: 'roles',
  singular: 'role',
  kind: 'Role',
  namespaced: true,
  description: 'What may be done in one namespace.',
  fields: roleFields,
};
