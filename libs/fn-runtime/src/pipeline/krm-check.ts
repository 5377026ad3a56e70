import { posix } from 'node:path';
import { type YamlNode } from '@porch/krm';
import { apiVersionOf, filePathOf, kindOf, nameOf } from '@porch/functions';

const KUSTOMIZATION_FILES = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

/** Whether an object is a kustomization file, which needs no name: by its file's name, or by kind and group. */
export function isKustomization(object: YamlNode): boolean {
  if (KUSTOMIZATION_FILES.has(posix.basename(filePathOf(object)))) return true;
  return kindOf(object) === 'Kustomization' && apiVersionOf(object).startsWith('kustomize.config.k8s.io/');
}

/** What keeps an object from being a KRM resource, in kpt's words; undefined when nothing does. */
export function krmProblem(object: YamlNode): string | undefined {
  if (object.kind !== 'mapping') return 'resource must be a map';
  if (isKustomization(object)) return undefined;
  if (apiVersionOf(object) === '') return 'resource must have `apiVersion`';
  if (kindOf(object) === '') return 'resource must have `kind`';
  if (nameOf(object) === '') return 'resource must have `metadata.name`';
  return undefined;
}

/** @throws Error naming the first object that is no KRM resource, by its file. */
export function requireKrm(objects: readonly YamlNode[], list: 'input' | 'output'): void {
  for (const object of objects) {
    const problem = krmProblem(object);
    if (problem === undefined) continue;
    const path = filePathOf(object);
    const subject = path === '' ? '' : `${path}: `;
    throw new Error(`${list} resource list must contain only KRM resources: ${subject}${problem}`);
  }
}
