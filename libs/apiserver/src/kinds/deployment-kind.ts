import { type KubernetesObject } from '@porch/api';
import { valueAt } from '../json/json-object';
import { AGE_COLUMN, integerColumn, NAME_COLUMN } from './columns';
import { coreKind } from './core-kind';
import { type ResourceKind, STATUS_SUBRESOURCE } from './resource-kind';
import { anything, integer, text } from './schema';

const ROLLING_UPDATE = 'RollingUpdate';

/** What Kubernetes fills in: kubectl describes a deployment by these and breaks off where they are missing. */
const specFields = {
  ...anything('What shall run.'),
  properties: {
    replicas: integer('How many shall run.', { default: 1 }),
    strategy: {
      ...anything('How one version makes room for the next.'),
      default: { type: ROLLING_UPDATE },
      properties: { type: text('RollingUpdate or Recreate.', { default: ROLLING_UPDATE }) },
    },
    revisionHistoryLimit: integer('How many earlier versions are kept.', { default: 10 }),
    progressDeadlineSeconds: integer('How long a new version may take.', { default: 600 }),
  },
};

const wanted = (object: KubernetesObject) => Number(valueAt(object, 'spec.replicas') ?? 0);
const ready = (object: KubernetesObject) => Number(valueAt(object, 'status.readyReplicas') ?? 0);

export const DEPLOYMENT_KIND: ResourceKind = {
  ...coreKind,
  group: 'apps',
  plural: 'deployments',
  singular: 'deployment',
  shortNames: ['deploy'],
  categories: ['all'],
  kind: 'Deployment',
  namespaced: true,
  tracksGeneration: true,
  description: 'A plain stored object: tools look for deployments, nothing here runs them.',
  subresources: [STATUS_SUBRESOURCE],
  fields: { spec: specFields, status: anything('What runs.') },
  columns: [
    NAME_COLUMN,
    {
      name: 'Ready',
      type: 'string',
      description: 'How many are ready, and how many shall run.',
      cell: (object) => `${ready(object)}/${wanted(object)}`,
    },
    integerColumn('Up-to-date', 'status.updatedReplicas', 'How many run the newest version.'),
    integerColumn('Available', 'status.availableReplicas', 'How many can be used.'),
    AGE_COLUMN,
  ],
};
