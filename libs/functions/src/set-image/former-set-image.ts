import { type FunctionResult } from '@porch/api';
import { type YamlNode } from '@porch/krm';
import { error, failed } from '../function-outcome';
import { type ImageReplacement, isImageNamed, replaceImage } from '../kustomize/image-name';
import { setScalar } from '../kustomize/scalar-setting';
import { type KrmFunctionOutput } from '../krm-function';
import { kindOf } from '../object/krm-object';
import { elementsOf, fieldOf, lookUp } from '../object/node-fields';

/** Tags of the versions that did not go through kustomize's image filter yet, and the development head of that time. */
const FORMER_TAG = /^(unstable|v0\.1\.[0-2])$/;

const POD_SPECS: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
};

export function isFormerSetImage(tag: string): boolean {
  return FORMER_TAG.test(tag);
}

/** Sets the images of containers as the former versions did, which left init containers alone; gives back how many. */
export function setFormerImages(items: readonly YamlNode[], image: ImageReplacement): number {
  let count = 0;
  for (const item of items) {
    const podSpec = POD_SPECS[kindOf(item)];
    if (podSpec === undefined) continue;
    for (const container of elementsOf(lookUp(item, ...podSpec, 'containers'))) {
      const node = fieldOf(container, 'image');
      if (node?.kind !== 'scalar' || !isImageNamed(node.value, image.name)) continue;
      const value = newImage(node.value, image);
      if (value === node.value) continue;
      setScalar(node, value, '!!str');
      count++;
    }
  }
  return count;
}

/** How the former versions ended at a mistake in their configuration. */
export function terminated(items: YamlNode[], results: readonly FunctionResult[], mistake: string): KrmFunctionOutput {
  const message = `function is terminated: ${mistake}`;
  return failed(items, [...results, error(mistake), error(message)], `failed to evaluate function: ${message}`);
}

/** The digest wins over the tag; without either the old tag or digest stays. */
function newImage(current: string, { name, newName, newTag, digest }: ImageReplacement): string {
  if (digest) return `${newName || name}@${digest}`;
  return replaceImage(current, { name, newName, newTag });
}
