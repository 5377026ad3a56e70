import { storedConfigKind } from './config-kind';
import { type ResourceKind } from './resource-kind';
import { anything } from './schema';

export const SERVICE_TEMPLATE_KIND: ResourceKind = {
  ...storedConfigKind,
  plural: 'servicetemplates',
  singular: 'servicetemplate',
  kind: 'ServiceTemplate',
  description: 'The Service made for a function pod.',
  fields: { template: anything('Metadata and spec of the Service.'), status: anything('What was observed.') },
  required: ['template'],
};
