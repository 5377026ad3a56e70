import { type KubernetesObject } from '@porch/api';
import { textAt, valueAt } from '../json/json-object';
import { NAME_COLUMN, textColumn } from './columns';
import { type Column } from './resource-kind';

/** What the fields of an event are called. */
export interface EventNames {
  readonly about: string;
  readonly message: string;
  readonly source: string;
  readonly reporter: string;
  readonly first: string;
  readonly last: string;
  readonly count: string;
}

/** How events are printed: a series tells when it was seen last and how often, otherwise the event itself. */
export function eventColumns(names: EventNames): readonly Column[] {
  const firstSeen = (event: KubernetesObject) =>
    textAt(event, names.first) || textAt(event, 'eventTime') || (event.metadata.creationTimestamp ?? null);
  const lastSeen = (event: KubernetesObject) =>
    textAt(event, 'series.lastObservedTime') || textAt(event, names.last) || firstSeen(event);
  const about = (event: KubernetesObject) =>
    [textAt(event, `${names.about}.kind`).toLowerCase(), textAt(event, `${names.about}.name`)]
      .filter((part) => part !== '')
      .join('/');
  const source = (event: KubernetesObject) =>
    [textAt(event, `${names.source}.component`) || textAt(event, names.reporter), textAt(event, `${names.source}.host`)]
      .filter((part) => part !== '')
      .join(', ');
  const count = (event: KubernetesObject) =>
    valueAt(event, 'series.count') ?? (Number(valueAt(event, names.count) ?? 0) || 1);
  return [
    { name: 'Last Seen', type: 'date', description: 'When it happened last.', cell: lastSeen },
    textColumn('Type', 'type', 'Normal or Warning.'),
    textColumn('Reason', 'reason', 'One word for why.'),
    { name: 'Object', type: 'string', description: 'What it is about.', cell: about },
    textColumn('Subobject', `${names.about}.fieldPath`, 'Part of the object.', 1),
    { name: 'Source', type: 'string', description: 'Who reports it.', priority: 1, cell: source },
    textColumn('Message', names.message, 'What happened.'),
    { name: 'First Seen', type: 'date', description: 'When it happened first.', priority: 1, cell: firstSeen },
    { name: 'Count', type: 'integer', description: 'How often it happened.', priority: 1, cell: count },
    { ...NAME_COLUMN, priority: 1 },
  ];
}
