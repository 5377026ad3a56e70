import { type YamlNode } from '@porch/krm';
import { isGroupVersionKind } from '../object/krm-object';
import { elementsOf, fieldOf, isAbsent } from '../object/node-fields';

/** A place where labels stand: a map below a node, and whether labels are added there or only overwritten. */
export interface LabelField {
  readonly node: YamlNode;
  readonly path: readonly string[];
  readonly create: boolean;
}

const METADATA = ['metadata', 'labels'];
const SELECTOR = ['selector', 'matchLabels'];
const POD_SELECTOR = ['podSelector', 'matchLabels'];
const LABEL_SELECTOR = ['labelSelector', 'matchLabels'];

const is = (object: YamlNode, group: string, version: string, kind: string) =>
  isGroupVersionKind(object, group, version, kind);

/** The label fields of an object by its kind, in the order in which set-labels v0.2 visits them. */
export function* labelFields(object: YamlNode): Generator<LabelField> {
  yield { node: object, path: METADATA, create: true };
  yield* selectorFields(object);
  const spec = fieldOf(object, 'spec');
  if (isAbsent(spec)) return;
  if (hasPodTemplate(object)) yield* podTemplateFields(fieldOf(spec, 'template'));
  if (is(object, 'batch', '', 'CronJob')) yield* jobTemplateFields(fieldOf(spec, 'jobTemplate'));
  if (is(object, 'apps', '', 'StatefulSet')) {
    for (const claim of elementsOf(fieldOf(spec, 'volumeClaimTemplates'))) {
      yield { node: claim, path: METADATA, create: true };
      yield { node: claim, path: SELECTOR, create: false };
    }
  }
  if (is(object, 'networking.k8s.io', '', 'NetworkPolicy')) yield* networkPolicyPeers(spec);
}

function* selectorFields(object: YamlNode): Generator<LabelField> {
  if (is(object, '', 'v1', 'Service') || is(object, '', 'v1', 'ReplicationController')) {
    yield { node: object, path: ['spec', 'selector'], create: true };
  }
  const owns = ['Deployment', 'ReplicaSet', 'DaemonSet'].some((kind) => is(object, '', '', kind));
  if (owns || is(object, 'apps', '', 'StatefulSet')) {
    yield { node: object, path: ['spec', ...SELECTOR], create: true };
  } else if (is(object, 'batch', '', 'Job') || is(object, 'policy', '', 'PodDisruptionBudget')) {
    yield { node: object, path: ['spec', ...SELECTOR], create: false };
  }
  if (is(object, 'networking.k8s.io', '', 'NetworkPolicy')) {
    yield { node: object, path: ['spec', ...POD_SELECTOR], create: false };
  }
}

function hasPodTemplate(object: YamlNode): boolean {
  return (
    is(object, '', 'v1', 'ReplicationController') ||
    ['Deployment', 'ReplicaSet', 'DaemonSet'].some((kind) => is(object, '', '', kind)) ||
    is(object, 'apps', '', 'StatefulSet') ||
    is(object, 'batch', '', 'Job')
  );
}

function* podTemplateFields(template: YamlNode | undefined): Generator<LabelField> {
  if (isAbsent(template)) return;
  yield { node: template, path: METADATA, create: true };
  const constraints = fieldOf(fieldOf(template, 'spec'), 'topologySpreadConstraints');
  for (const node of elementsOf(constraints)) yield { node, path: LABEL_SELECTOR, create: false };
}

function* jobTemplateFields(template: YamlNode | undefined): Generator<LabelField> {
  if (isAbsent(template)) return;
  yield { node: template, path: METADATA, create: true };
  const spec = fieldOf(template, 'spec');
  if (isAbsent(spec)) return;
  yield { node: spec, path: SELECTOR, create: false };
  yield* podTemplateFields(fieldOf(spec, 'template'));
}

function* networkPolicyPeers(spec: YamlNode): Generator<LabelField> {
  for (const [rules, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    for (const rule of elementsOf(fieldOf(spec, rules))) {
      for (const node of elementsOf(fieldOf(rule, peers))) yield { node, path: POD_SELECTOR, create: false };
    }
  }
}
