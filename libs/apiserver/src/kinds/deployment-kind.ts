import { DEFAULT_COLUMNS } from './columns';
import { coreKind } from './core-kind';
import { type ResourceKind, STATUS_SUBRESOURCE } from './resource-kind';
import { anything } from './schema';

export const DEPLOYMENT_KIND: ResourceKind = {
  ...coreKind,
  group: 'apps',
  plural: 'deployments',
  singular: 'deployment',
  shortNames: ['deploy'],
  kind: 'Deployment',
  namespaced: true,
  tracksGeneration: true,
  description: 'A plain stored object: tools look for deployments, nothing here runs them.',
  subresources: [STATUS_SUBRESOURCE],
  fields: { spec: anything('What shall run.'), status: anything('What runs.') },
  columns: DEFAULT_COLUMNS,
};
