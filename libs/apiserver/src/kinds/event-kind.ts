import { type KubernetesObject } from '@porch/api';
import { textAt } from '../json/json-object';
import { coreKind } from './core-kind';
import { eventCauses } from './event-rules';
import { eventColumns } from './event-columns';
import { type ResourceKind } from './resource-kind';
import { anything, integer, record, text, time } from './schema';

export const eventObject = (description: string) =>
  record(description, {
    kind: text('Kind.'),
    namespace: text('Namespace.'),
    name: text('Name.'),
    uid: text('UID.'),
    apiVersion: text('API version.'),
    resourceVersion: text('Version.'),
    fieldPath: text('Part of the object.'),
  });

/** What events have in both of their groups. */
export const commonEventFields = {
  eventTime: time('When it happened.'),
  series: anything('Of repeated events.'),
  reason: text('One word for why.'),
  action: text('What was done.'),
  related: anything('Another object.'),
  reportingInstance: text('Which instance reports it.'),
  type: text('Normal or Warning.'),
};

/** Who reports an event, by either of the two ways to say so. */
const sourceOf = (event: KubernetesObject) => textAt(event, 'source.component') || textAt(event, 'reportingComponent');

export const EVENT_KIND: ResourceKind = {
  ...coreKind,
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  kind: 'Event',
  namespaced: true,
  description: 'Something that happened to an object.',
  fields: {
    involvedObject: eventObject('What the event is about.'),
    message: text('The same for people.'),
    source: anything('Who reports it.'),
    firstTimestamp: time('When it happened first.'),
    lastTimestamp: time('When it happened last.'),
    count: integer('How often it happened.'),
    reportingComponent: text('Who reports it.'),
    ...commonEventFields,
  },
  required: ['involvedObject'],
  validate: eventCauses,
  columns: eventColumns({
    about: 'involvedObject',
    message: 'message',
    source: 'source',
    reporter: 'reportingComponent',
    first: 'firstTimestamp',
    last: 'lastTimestamp',
    count: 'count',
  }),
  selectableFields: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'type',
  ],
  derivedFields: { source: sourceOf },
};
