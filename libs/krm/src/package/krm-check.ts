import type { KrmObject } from '../document/krm-object';
import { filePlace } from '../io/file-annotations';

const KUSTOMIZATION_FILES = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

/** Whether an object is kustomize's own file, by its file name or its type; such a file has no name. */
export function isKustomization(object: KrmObject): boolean {
  const file = filePlace(object).path.split('/').at(-1) ?? '';
  if (KUSTOMIZATION_FILES.has(file)) return true;
  if (object.apiVersion.startsWith('kustomize.config.k8s.io')) return true;
  return object.apiVersion === '' && object.kind === 'Kustomization';
}

/** What keeps an object from being a KRM resource, in kpt's words; undefined if nothing does. */
export function krmProblem(object: KrmObject): string | undefined {
  if (isKustomization(object)) return undefined;
  if (object.node.kind !== 'mapping') return 'resource must have `apiVersion`, `kind`, and `name`';
  if (object.apiVersion === '') return 'resource must have `apiVersion`';
  if (object.kind === '') return 'resource must have `kind`';
  return object.name === '' ? 'resource must have `metadata.name`' : undefined;
}
