import { coreKind } from './core-kind';
import { type ResourceKind } from './resource-kind';
import { anything, flag, listByKeys, listOf } from './schema';

export const SERVICE_ACCOUNT_KIND: ResourceKind = {
  ...coreKind,
  plural: 'serviceaccounts',
  singular: 'serviceaccount',
  shortNames: ['sa'],
  kind: 'ServiceAccount',
  namespaced: true,
  description: 'An identity for programs; a token for it is had from the token subresource.',
  subresources: [{ name: 'token', verbs: ['create'], kind: 'TokenRequest' }],
  fields: {
    secrets: listByKeys(['name'], anything('A secret.'), 'Secrets it may use.'),
    imagePullSecrets: listOf(anything('A secret.'), 'Secrets for images.'),
    automountServiceAccountToken: flag('Whether pods get its token.'),
  },
};
