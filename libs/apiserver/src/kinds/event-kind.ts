import { type KubernetesObject } from '@porch/api';
import { textAt } from '../json/json-object';
import { NAME_COLUMN, textColumn } from './columns';
import { coreKind } from './core-kind';
import { type FieldCause, type ResourceKind } from './resource-kind';
import { anything, integer, record, text, time } from './schema';

const involvedObject = record('What the event is about.', {
  kind: text('Kind.'),
  namespace: text('Namespace.'),
  name: text('Name.'),
  uid: text('UID.'),
  apiVersion: text('API version.'),
  resourceVersion: text('Version.'),
  fieldPath: text('Part of the object.'),
});

/** Events stay with what they are about; those of cluster-scoped objects are in `default`. */
function involvedNamespaceCauses(event: KubernetesObject): FieldCause[] {
  const about = textAt(event, 'involvedObject.namespace');
  if (about === (event.metadata.namespace ?? '') || (about === '' && event.metadata.namespace === 'default')) return [];
  const message = `Invalid value: ${JSON.stringify(about)}: does not match event.namespace`;
  return [{ field: 'involvedObject.namespace', reason: 'FieldValueInvalid', message }];
}

export const EVENT_KIND: ResourceKind = {
  ...coreKind,
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  kind: 'Event',
  namespaced: true,
  description: 'Something that happened to an object.',
  fields: {
    involvedObject,
    reason: text('One word for why.'),
    message: text('The same for people.'),
    source: anything('Who reports it.'),
    firstTimestamp: time('When it happened first.'),
    lastTimestamp: time('When it happened last.'),
    eventTime: time('When it happened.'),
    count: integer('How often it happened.'),
    type: text('Normal or Warning.'),
    series: anything('Of repeated events.'),
    action: text('What was done.'),
    related: anything('Another object.'),
    reportingComponent: text('Who reports it.'),
    reportingInstance: text('Which instance reports it.'),
  },
  required: ['involvedObject'],
  validate: involvedNamespaceCauses,
  columns: [
    {
      name: 'Last Seen',
      type: 'date',
      description: 'When it happened last.',
      cell: (object) =>
        textAt(object, 'lastTimestamp') || textAt(object, 'eventTime') || (object.metadata.creationTimestamp ?? null),
    },
    textColumn('Type', 'type', 'Normal or Warning.'),
    textColumn('Reason', 'reason', 'One word for why.'),
    {
      name: 'Object',
      type: 'string',
      description: 'What it is about.',
      cell: (object) =>
        `${textAt(object, 'involvedObject.kind').toLowerCase()}/${textAt(object, 'involvedObject.name')}`,
    },
    textColumn('Message', 'message', 'What happened.'),
    { ...NAME_COLUMN, priority: 1 },
  ],
  selectableFields: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'type',
  ],
};
