import { eventColumns } from './event-columns';
import { commonEventFields, EVENT_KIND, eventObject } from './event-kind';
import { newEventCauses } from './event-rules';
import { type ResourceKind } from './resource-kind';
import { anything, integer, text, time } from './schema';

/** The same events as EVENT_KIND's, as newer recorders write them. */
export const NEW_EVENT_KIND: ResourceKind = {
  ...EVENT_KIND,
  group: 'events.k8s.io',
  description: 'Something that happened to an object, as newer recorders write it. Stored as the older form.',
  backing: 'renamed',
  storedAs: {
    kind: { ...EVENT_KIND, validate: newEventCauses },
    names: [
      ['regarding', 'involvedObject'],
      ['note', 'message'],
      ['reportingController', 'reportingComponent'],
      ['deprecatedSource', 'source'],
      ['deprecatedFirstTimestamp', 'firstTimestamp'],
      ['deprecatedLastTimestamp', 'lastTimestamp'],
      ['deprecatedCount', 'count'],
    ],
  },
  fields: {
    regarding: eventObject('What the event is about.'),
    note: text('The same for people.'),
    reportingController: text('Who reports it.'),
    ...commonEventFields,
    deprecatedSource: anything('Who reports it, in the older form.'),
    deprecatedFirstTimestamp: time('When it happened first, in the older form.'),
    deprecatedLastTimestamp: time('When it happened last, in the older form.'),
    deprecatedCount: integer('How often it happened, in the older form.'),
  },
  required: ['regarding'],
  columns: eventColumns({
    about: 'regarding',
    message: 'note',
    source: 'deprecatedSource',
    reporter: 'reportingController',
    first: 'deprecatedFirstTimestamp',
    last: 'deprecatedLastTimestamp',
    count: 'deprecatedCount',
  }),
  selectableFields: [
    'regarding.kind',
    'regarding.namespace',
    'regarding.name',
    'regarding.uid',
    'regarding.apiVersion',
    'regarding.resourceVersion',
    'regarding.fieldPath',
    'reason',
    'reportingController',
    'type',
  ],
  derivedFields: {},
};
