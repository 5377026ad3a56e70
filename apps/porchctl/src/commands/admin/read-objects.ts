import { type KubernetesObject } from '@porch/api';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import { CommandError } from '../../session/command-error';

/**
 * The objects of a file: JSON or YAML documents, Lists taken apart, as `admin export` and `kubectl get -o yaml` write them.
 * @throws CommandError for text that is neither, and for anything in it that is no object
 */
export function readObjects(text: string, file: string): KubernetesObject[] {
  let documents: unknown[];
  try {
    // The core schema has no dates: a timestamp stays the text it is.
    documents = /^\s*\{/.test(text) ? [JSON.parse(text)] : loadAll(text, undefined, { schema: CORE_SCHEMA });
  } catch (error) {
    const line = (error as { mark?: { line?: number } }).mark?.line;
    throw new CommandError(`${file} is neither JSON nor YAML${line === undefined ? '' : ` (line ${line + 1})`}`);
  }
  return documents
    .filter((document) => document !== null && document !== undefined)
    .flatMap((each) => unwrapped(each, file));
}

function unwrapped(document: unknown, file: string): KubernetesObject[] {
  const { kind, apiVersion, items, metadata } = document as Partial<KubernetesObject> & { items?: unknown };
  if (typeof kind !== 'string' || typeof apiVersion !== 'string') {
    throw new CommandError(`${file} holds something that is no object: apiVersion and kind are needed`);
  }
  if (kind.endsWith('List') && Array.isArray(items)) {
    const itemKind = kind.slice(0, -'List'.length);
    // Items of a typed list leave out what the list says already.
    return items.flatMap((item) =>
      unwrapped(itemKind === '' ? item : { apiVersion, kind: itemKind, ...(item as object) }, file),
    );
  }
  if (typeof metadata?.name !== 'string') throw new CommandError(`${file} holds a ${kind} without a name`);
  return [document as KubernetesObject];
}
