import { type FunctionResult } from '@porch/api';
import { type YamlNode } from '@porch/krm';
import { CONFIG_MAP, configDataOf, groupKindOf, isConfigMap, isEmptyConfig, isFunctionKind } from '../function-config';
import { FunctionError } from '../framework-outcome';
import { error, failedInProcessor, info, succeeded } from '../function-outcome';
import { type SynchronousKrmFunction } from '../krm-function';
import { applyFieldSpec, type FieldSpec } from '../kustomize/field-spec';
import { fieldSpecsIn } from '../kustomize/field-specs-in';
import { type ImageReplacement, isImageNamed, replaceImage } from '../kustomize/image-name';
import { setScalar } from '../kustomize/scalar-setting';
import { kindOf } from '../object/krm-object';
import { elementsOf, fieldOf, lookUp, stringMapOf } from '../object/node-fields';
import { sortItems } from '../sort-items';

const FIELDS = ['name', 'newName', 'newTag', 'digest'];
const POD_TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
};

interface ImageSettings {
  readonly image: ImageReplacement;
  readonly additionalFields: readonly FieldSpec[];
}

/** set-image (v0.1.1 and later): sets the image of containers that have a given one. */
export const setImage: SynchronousKrmFunction = {
  name: 'set-image',
  description: 'Set name, tag or digest of a container image.',
  configKinds: [CONFIG_MAP, { apiVersion: 'fn.kpt.dev/v1alpha1', kind: 'SetImage' }],
  configSchema: {
    type: 'object',
    properties: {
      image: {
        type: 'object',
        properties: Object.fromEntries(FIELDS.map((name) => [name, { type: 'string' }])),
        required: ['name'],
      },
      additionalImageFields: { type: 'array', items: { type: 'object' } },
    },
    required: ['image'],
  },
  run({ items, functionConfig }) {
    const results: FunctionResult[] = [];
    if (functionConfig === undefined || isEmptyConfig(functionConfig)) {
      results.push(info('`FunctionConfig` is not given'));
    }
    try {
      const settings = imageSettings(functionConfig);
      const count = items.reduce((total, item) => total + setImages(item, settings), 0);
      results.push(info(`summary: updated a total of ${count} image(s)`));
      return succeeded(sortItems(items), results);
    } catch (thrown) {
      if (!(thrown instanceof FunctionError)) throw thrown;
      return failedInProcessor(items, [...results, error(thrown.message)]);
    }
  },
};

function imageSettings(config: YamlNode | undefined): ImageSettings {
  const settings = readSettings(config);
  const { name, newName, newTag, digest } = settings.image;
  if (name === '') throw new FunctionError('must specify `name`');
  if (!newName && !newTag && !digest) throw new FunctionError('must specify one of `newName`, `newTag`, or `digest`');
  return settings;
}

function readSettings(config: YamlNode | undefined): ImageSettings {
  if (config === undefined || isEmptyConfig(config)) return { image: { name: '' }, additionalFields: [] };
  if (isConfigMap(config)) return { image: replacementOf(configDataOf(config), true), additionalFields: [] };
  if (isFunctionKind(config, 'SetImage')) {
    return {
      image: replacementOf(stringMapOf(fieldOf(config, 'image')), false),
      additionalFields: fieldSpecsIn(fieldOf(config, 'additionalImageFields')),
    };
  }
  throw new FunctionError(
    `unknown FunctionConfig \`${groupKindOf(config)}\`, expect \`SetImage.fn.kpt.dev\` or \`ConfigMap.v1\``,
  );
}

function replacementOf(fields: ReadonlyMap<string, string>, strict: boolean): ImageReplacement {
  for (const name of fields.keys()) {
    if (strict && !FIELDS.includes(name)) throw new FunctionError(`ConfigMap has wrong field name ${name}`);
  }
  return {
    name: fields.get('name') ?? '',
    newName: fields.get('newName'),
    newTag: fields.get('newTag'),
    digest: fields.get('digest'),
  };
}

/** Sets the images of one object; gives back how many. Init containers are left alone, as upstream leaves them. */
function setImages(object: YamlNode, { image, additionalFields }: ImageSettings): number {
  let count = 0;
  const set = (node: YamlNode | undefined) => {
    if (node?.kind !== 'scalar' || !isImageNamed(node.value, image.name)) return;
    const value = newImage(node.value, image);
    if (value === node.value) return;
    setScalar(node, value, '!!str');
    count++;
  };
  const podSpec = POD_TEMPLATES[kindOf(object)];
  if (podSpec)
    for (const container of elementsOf(lookUp(object, ...podSpec, 'containers'))) set(fieldOf(container, 'image'));
  for (const spec of additionalFields) applyFieldSpec(object, spec, { createKind: 'scalar', set });
  return count;
}

/** The digest wins over the tag; without either the old tag or digest stays. */
function newImage(current: string, { name, newName, newTag, digest }: ImageReplacement): string {
  if (digest) return `${newName || name}@${digest}`;
  return replaceImage(current, { name, newName, newTag });
}
