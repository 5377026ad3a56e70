import { AGE_COLUMN, NAME_COLUMN, textColumn } from './columns';
import { coreKind } from './core-kind';
import { type ResourceKind, STATUS_SUBRESOURCE } from './resource-kind';
import { anything, integer, intOrString, listByKeys, record, text, textMap } from './schema';

const servicePort = record(
  'One port.',
  {
    name: text('Name of the port.'),
    protocol: text('TCP, UDP or SCTP.', { default: 'TCP' }),
    appProtocol: text('Protocol spoken.'),
    port: integer('Port of the service.'),
    targetPort: intOrString('Port of the pods.'),
    nodePort: integer('Port of the nodes.'),
  },
  ['port'],
);

const serviceFields = {
  ...anything('Address of a program.'),
  properties: {
    ports: listByKeys(['port', 'protocol'], servicePort, 'Ports of the service.'),
    selector: textMap('Labels of the pods behind it.', { 'x-kubernetes-map-type': 'atomic' }),
    type: text('Kind of service.', { default: 'ClusterIP' }),
    clusterIP: text('Address within the cluster.'),
  },
};

export const SERVICE_KIND: ResourceKind = {
  ...coreKind,
  plural: 'services',
  singular: 'service',
  shortNames: ['svc'],
  categories: ['all'],
  kind: 'Service',
  namespaced: true,
  nameRule: 'label',
  description: 'A plain stored object: tools look for services, nothing here serves them.',
  subresources: [STATUS_SUBRESOURCE],
  fields: { spec: serviceFields, status: anything('What was observed.') },
  columns: [NAME_COLUMN, textColumn('Type', 'spec.type', 'Kind of service.'), AGE_COLUMN],
};
