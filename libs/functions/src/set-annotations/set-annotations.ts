import { type FunctionResult } from '@porch/api';
import { type YamlNode } from '@porch/krm';
import { CONFIG_MAP, configDataOf, isConfigMap, isEmptyConfig, isFunctionKind } from '../function-config';
import { FunctionError, resultInFile } from '../framework-outcome';
import { failed, succeeded } from '../function-outcome';
import { sortedStrings } from '../go-format';
import { type SynchronousKrmFunction } from '../krm-function';
import { applyFieldSpec, type FieldSpec } from '../kustomize/field-spec';
import { fieldSpecsIn } from '../kustomize/field-specs-in';
import { EntrySetter } from '../kustomize/scalar-setting';
import { fileIndexOf, filePathOf } from '../object/krm-object';
import { fieldOf, isAbsent, stringMapOf, textAt } from '../object/node-fields';

const TEMPLATE = 'spec/template/metadata/annotations';

/** Where annotations go by default: kustomize's table. */
const DEFAULT_FIELDS: readonly FieldSpec[] = [
  { path: 'metadata/annotations', create: true },
  { version: 'v1', kind: 'ReplicationController', path: TEMPLATE, create: true },
  { kind: 'Deployment', path: TEMPLATE, create: true },
  { kind: 'ReplicaSet', path: TEMPLATE, create: true },
  { kind: 'DaemonSet', path: TEMPLATE, create: true },
  { kind: 'StatefulSet', path: TEMPLATE, create: true },
  { group: 'batch', kind: 'Job', path: TEMPLATE, create: true },
  { group: 'batch', kind: 'CronJob', path: 'spec/jobTemplate/metadata/annotations', create: true },
  { group: 'batch', kind: 'CronJob', path: 'spec/jobTemplate/spec/template/metadata/annotations', create: true },
];

interface AnnotationSettings {
  readonly annotations: ReadonlyMap<string, string>;
  readonly additionalFields: readonly FieldSpec[];
}

/** set-annotations (v0.1): sets annotations on every object, local configuration and the Kptfile included, and on pod templates. */
export const setAnnotations: SynchronousKrmFunction = {
  name: 'set-annotations',
  description: 'Set annotations on all resources and their pod templates.',
  configKinds: [CONFIG_MAP, { apiVersion: 'fn.kpt.dev/v1alpha1', kind: 'SetAnnotations' }],
  configSchema: {
    type: 'object',
    properties: {
      annotations: { type: 'object', additionalProperties: { type: 'string' } },
      additionalAnnotationFields: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            group: { type: 'string' },
            version: { type: 'string' },
            kind: { type: 'string' },
            path: { type: 'string' },
            create: { type: 'boolean' },
          },
          required: ['path'],
        },
      },
    },
    required: ['annotations'],
  },
  run({ items, functionConfig }) {
    try {
      return succeeded(items, annotateItems(items, annotationSettings(functionConfig)));
    } catch (thrown) {
      if (!(thrown instanceof FunctionError)) throw thrown;
      const message = `failed to configure function: ${thrown.message}`;
      return failed(items, [{ message, severity: 'error' }], `[error]: ${message}`);
    }
  },
};

/** What a configuration of set-annotations says. @throws FunctionError for one that is none */
export function annotationSettings(config: YamlNode | undefined): AnnotationSettings {
  const settings = readSettings(config);
  if (settings.annotations.size === 0) throw new FunctionError('input annotation list cannot be empty');
  return settings;
}

function readSettings(config: YamlNode | undefined): AnnotationSettings {
  if (config !== undefined && !isEmptyConfig(config)) {
    if (isConfigMap(config)) return { annotations: configDataOf(config), additionalFields: [] };
    if (isFunctionKind(config, 'SetAnnotations') || textAt(config, 'kind') === 'SetAnnotationConfig') {
      const annotations = stringMapOf(fieldOf(config, 'annotations'));
      return { annotations, additionalFields: additionalFieldsOf(config) };
    }
  }
  throw new FunctionError('`functionConfig` must be a `ConfigMap` or `SetAnnotations`');
}

function additionalFieldsOf(config: YamlNode): FieldSpec[] {
  const [fields, legacy] = [fieldOf(config, 'additionalAnnotationFields'), fieldOf(config, 'fieldSpecs')];
  if (!isAbsent(fields) && !isAbsent(legacy)) {
    throw new FunctionError('`fieldSpecs` has been deprecated, please use `additionalAnnotationFields` instead');
  }
  return fieldSpecsIn(fields ?? legacy);
}

/** Sets the annotations and reports each field by file, index and path. */
export function annotateItems(items: readonly YamlNode[], settings: AnnotationSettings): FunctionResult[] {
  const { annotations } = settings;
  const keys = sortedStrings(annotations.keys());
  const message = `set annotations: ${JSON.stringify(Object.fromEntries(keys.map((key) => [key, annotations.get(key)])))}`;
  const places = items.flatMap((item) => {
    const paths = new Set<string>();
    const setters = keys.map((key) => new EntrySetter(key, annotations.get(key) ?? ''));
    for (const spec of [...DEFAULT_FIELDS, ...settings.additionalFields]) {
      applyFieldSpec(item, spec, {
        createKind: 'mapping',
        createTag: '!!map',
        set: (node, path) => {
          for (const setter of setters) setter.set(node);
          paths.add(path.join('.'));
        },
      });
    }
    return [...paths].map((path) => ({ file: filePathOf(item), index: Number(fileIndexOf(item) || 0), path }));
  });
  if (places.length === 0) return [{ message: 'no annotations applied' }];
  places.sort((a, b) => compare(a.file, b.file) || a.index - b.index || compare(a.path, b.path));
  const isRepeated = (at: number) => at > 0 && samePlace(places[at], places[at - 1]);
  return places
    .filter((_, at) => !isRepeated(at))
    .map(({ file, index, path }) => resultInFile({ message, field: { path } }, file, index));
}

interface Place {
  readonly file: string;
  readonly index: number;
  readonly path: string;
}

/** Objects of several packages may say the same place; it is reported once. */
const samePlace = (a: Place | undefined, b: Place | undefined) =>
  a?.file === b?.file && a?.index === b?.index && a?.path === b?.path;

const compare = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
