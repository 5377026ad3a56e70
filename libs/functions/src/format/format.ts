import { formatResource, KrmObject } from '@porch/krm';
import { succeeded } from '../function-outcome';
import { type SynchronousKrmFunction } from '../krm-function';
import { kubernetesFieldType } from './kubernetes-field-type';

/**
 * format (v0.1): orders fields as kubectl users expect them, and lists whose order means nothing, and quotes
 * what YAML 1.1 would misread, or takes quotes away, as Kubernetes' schemas want it.
 */
export const format: SynchronousKrmFunction = {
  name: 'format',
  description: 'Format the field order and quoting of resources.',
  configKinds: [],
  run({ items }) {
    for (const item of items) formatResource(new KrmObject(item), { quoteStrings: true, typeOf: kubernetesFieldType });
    return succeeded(items);
  },
};
