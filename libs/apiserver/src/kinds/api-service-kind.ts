import { DEFAULT_COLUMNS } from './columns';
import { coreKind } from './core-kind';
import { CONDITIONS_SCHEMA } from './object-meta-schema';
import { type ResourceKind, STATUS_SUBRESOURCE } from './resource-kind';
import { anything, record } from './schema';

export const API_SERVICE_KIND: ResourceKind = {
  ...coreKind,
  group: 'apiregistration.k8s.io',
  plural: 'apiservices',
  singular: 'apiservice',
  kind: 'APIService',
  namespaced: false,
  description: 'A plain stored object: tools look for the API service of porch.kpt.dev.',
  subresources: [STATUS_SUBRESOURCE],
  nameRule: 'subdomain',
  fields: {
    spec: anything('Which group and version is served, and by what.'),
    status: record('What was observed.', { conditions: CONDITIONS_SCHEMA }),
  },
  columns: DEFAULT_COLUMNS,
};
