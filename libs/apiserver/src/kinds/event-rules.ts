import { type KubernetesObject } from '@porch/api';
import { deepEqual } from '../json/deep-equal';
import { textAt, valueAt } from '../json/json-object';
import { invalidField, requiredField } from './field-causes';
import { qualifiedNameCauses } from './qualified-name';
import { type FieldCause } from './resource-kind';

const MAX_WORD = 128;
const MAX_MESSAGE_BYTES = 1024;

/**
 * Kubernetes' rules for stored events. Those that say when they happened, as newer recorders do, have to say who
 * reports them and why as well. Events stay with what they are about; those of cluster-scoped objects are in `default`.
 */
export function eventCauses(event: KubernetesObject): FieldCause[] {
  const about = textAt(event, 'involvedObject.namespace');
  const { namespace = '' } = event.metadata;
  const dated = textAt(event, 'eventTime') !== '';
  const elsewhere = about === '' ? !placesOfNone(dated).includes(namespace) : !dated && about !== namespace;
  return [
    ...(elsewhere ? [invalidField('involvedObject.namespace', about, 'does not match event.namespace')] : []),
    ...(dated ? reportCauses(event) : []),
  ];
}

/** The rules for events of `events.k8s.io`, in the names of stored events: nothing of the older form, nothing changes. */
export function newEventCauses(event: KubernetesObject, previous: KubernetesObject | undefined): FieldCause[] {
  if (previous !== undefined) return [...eventCauses(event), ...changeCauses(event, previous)];
  const type = textAt(event, 'type');
  return [
    ...eventCauses(event),
    ...(textAt(event, 'eventTime') === '' ? [requiredField('eventTime')] : []),
    ...(type === 'Normal' || type === 'Warning' ? [] : [invalidField('type', '', `has invalid value: ${type}`)]),
    ...OLD_FIELDS.filter((field) => isSet(valueAt(event, field))).map((field) =>
      invalidField(field, '', 'needs to be unset'),
    ),
  ];
}

const OLD_FIELDS = ['firstTimestamp', 'lastTimestamp', 'count', 'source'];
const UNCHANGED = [
  'involvedObject',
  'reason',
  'message',
  ...OLD_FIELDS,
  'type',
  'eventTime',
  'action',
  'related',
  'reportingComponent',
  'reportingInstance',
];

/** What Go clients send for a field that is not set is nothing. */
function isSet(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(isSet);
  return value !== undefined && value !== null && value !== '' && value !== 0;
}

function changeCauses(event: KubernetesObject, previous: KubernetesObject): FieldCause[] {
  return UNCHANGED.filter((field) => {
    const [before, after] = [valueAt(previous, field), valueAt(event, field)];
    return (isSet(before) || isSet(after)) && !deepEqual(before, after);
  }).map((field) => invalidField(field, valueAt(event, field), 'field is immutable'));
}

/** Where events about cluster-scoped objects may be. */
function placesOfNone(dated: boolean): readonly string[] {
  return dated ? ['default', 'kube-system'] : ['', 'default'];
}

function reportCauses(event: KubernetesObject): FieldCause[] {
  const reporter = textAt(event, 'reportingComponent');
  const message = textAt(event, 'message');
  return [
    ...(reporter === '' ? [requiredField('reportingComponent')] : qualifiedNameCauses('reportingComponent', reporter)),
    ...['reportingInstance', 'action', 'reason'].flatMap((field) => wordCauses(event, field)),
    ...(Buffer.byteLength(message) > MAX_MESSAGE_BYTES
      ? [invalidField('message', '', `can have at most ${MAX_MESSAGE_BYTES} bytes`)]
      : []),
  ];
}

function wordCauses(event: KubernetesObject, field: string): FieldCause[] {
  const word = textAt(event, field);
  if (word === '') return [requiredField(field)];
  return Buffer.byteLength(word) > MAX_WORD ? [invalidField(field, '', `can have at most ${MAX_WORD} characters`)] : [];
}
