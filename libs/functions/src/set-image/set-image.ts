import { type FunctionResult } from '@porch/api';
import { type YamlNode } from '@porch/krm';
import { CONFIG_MAP, configDataOf, groupKindOf, isConfigMap, isEmptyConfig, isFunctionKind } from '../function-config';
import { FunctionError } from '../framework-outcome';
import { error, failedInProcessor, info, succeeded } from '../function-outcome';
import { type SynchronousKrmFunction } from '../krm-function';
import { type FieldSpec } from '../kustomize/field-spec';
import { fieldSpecsIn } from '../kustomize/field-specs-in';
import { type ImageReplacement } from '../kustomize/image-name';
import { replaceImagesAt } from '../kustomize/image-tag-filter';
import { fieldOf, stringMapOf } from '../object/node-fields';
import { sortItems } from '../sort-items';
import { isFormerSetImage, setFormerImages, terminated } from './former-set-image';

const FIELDS = ['name', 'newName', 'newTag', 'digest'];
const CONTAINER_FIELDS: readonly FieldSpec[] = ['containers', 'initContainers'].flatMap((containers) => [
  { version: 'v1', kind: 'Pod', path: `spec/${containers}[]/image` },
  ...['Deployment', 'StatefulSet', 'ReplicaSet', 'DaemonSet'].map((kind) => ({
    group: 'apps',
    version: 'v1',
    kind,
    path: `spec/template/spec/${containers}[]/image`,
  })),
]);

interface ImageSettings {
  readonly image: ImageReplacement;
  readonly additionalFields: readonly FieldSpec[];
  /** A key of a ConfigMap that says nothing. */
  readonly wrongField?: string | undefined;
}

/**
 * set-image: sets the image of containers and init containers that have a given one. Asked for by a tag up to v0.1.2, it
 * leaves init containers alone and ends at the first mistake in its configuration, as those versions did.
 */
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
  run({ items, functionConfig }, { tag = '' } = {}) {
    const results: FunctionResult[] = [];
    if (functionConfig === undefined || isEmptyConfig(functionConfig)) {
      results.push(info('`FunctionConfig` is not given'));
    }
    try {
      const settings = imageSettings(functionConfig);
      const isFormer = isFormerSetImage(tag);
      const [wrongField, mistake] = [wrongFieldIn(settings), mistakeIn(settings)];
      if (isFormer && (wrongField ?? mistake)) return terminated(items, results, wrongField ?? mistake ?? '');
      if (wrongField) results.push(error(wrongField));
      if (mistake) results.push(error(`invalid FunctionConfig: ${mistake}`));
      const { image, additionalFields } = settings;
      const inContainers = isFormer
        ? setFormerImages(items, image)
        : setImagesAt(items, image, CONTAINER_FIELDS, results);
      const count = inContainers + setImagesAt(items, image, additionalFields, results);
      results.push(info(`summary: updated a total of ${count} image(s)`));
      const hasFailed = results.some(({ severity }) => severity === 'error');
      return hasFailed ? failedInProcessor(items, results) : succeeded(sortItems(items), results);
    } catch (thrown) {
      if (!(thrown instanceof FunctionError)) throw thrown;
      return failedInProcessor(items, [...results, error(thrown.message)]);
    }
  },
};

function imageSettings(config: YamlNode | undefined): ImageSettings {
  if (config === undefined || isEmptyConfig(config)) return { image: { name: '' }, additionalFields: [] };
  if (isConfigMap(config)) {
    const data = configDataOf(config);
    const wrongField = [...data.keys()].find((name) => !FIELDS.includes(name));
    return { image: replacementOf(data), additionalFields: [], wrongField };
  }
  if (isFunctionKind(config, 'SetImage')) {
    return {
      image: replacementOf(stringMapOf(fieldOf(config, 'image'))),
      additionalFields: fieldSpecsIn(fieldOf(config, 'additionalImageFields')),
    };
  }
  throw new FunctionError(
    `unknown FunctionConfig \`${groupKindOf(config)}\`, expect \`SetImage.fn.kpt.dev\` or \`ConfigMap.v1\``,
  );
}

function replacementOf(fields: ReadonlyMap<string, string>): ImageReplacement {
  return {
    name: fields.get('name') ?? '',
    newName: fields.get('newName'),
    newTag: fields.get('newTag'),
    digest: fields.get('digest'),
  };
}

function wrongFieldIn({ wrongField }: ImageSettings): string | undefined {
  return wrongField === undefined ? undefined : `ConfigMap has wrong field name ${wrongField}`;
}

function mistakeIn({ image: { name, newName, newTag, digest } }: ImageSettings): string | undefined {
  if (name === '') return 'must specify `name`';
  return newName || newTag || digest ? undefined : 'must specify one of `newName`, `newTag`, or `digest`';
}

/** Sets the images at the fields; gives back how many were of that name, also those that had the new image already. */
function setImagesAt(
  items: readonly YamlNode[],
  image: ImageReplacement,
  fields: readonly FieldSpec[],
  results: FunctionResult[],
): number {
  let count = 0;
  for (const item of items) {
    try {
      replaceImagesAt([item], image, fields, () => count++);
    } catch (cause) {
      if (!(cause instanceof Error)) throw cause;
      results.push(error(cause.message));
    }
  }
  return count;
}
