import { AGE_COLUMN, NAME_COLUMN, textColumn } from './columns';
import { coreKind } from './core-kind';
import { type ResourceKind } from './resource-kind';
import { integer, record, text, time } from './schema';

export const LEASE_KIND: ResourceKind = {
  ...coreKind,
  group: 'coordination.k8s.io',
  allowsUnconditionalUpdate: false,
  plural: 'leases',
  singular: 'lease',
  kind: 'Lease',
  namespaced: true,
  description: 'Who leads, and until when.',
  fields: {
    spec: record('The lease.', {
      holderIdentity: text('Who holds it.'),
      leaseDurationSeconds: integer('How long after renewal it may be taken.'),
      acquireTime: time('When it was acquired.'),
      renewTime: time('When it was renewed.'),
      leaseTransitions: integer('How often the holder changed.'),
      strategy: text('How leaders are elected.'),
      preferredHolder: text('Who should take it.'),
    }),
  },
  columns: [NAME_COLUMN, textColumn('Holder', 'spec.holderIdentity', 'Who holds it.'), AGE_COLUMN],
};
