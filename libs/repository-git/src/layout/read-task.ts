import { type Task } from '@porch/api';

/** What a field holds: a text, a list of texts, or an object with these fields. */
type Shape = 'text' | 'texts' | { readonly [field: string]: Shape };

const REFERENCE: Shape = { name: 'text' };
const GIT: Shape = { repo: 'text', ref: 'text', directory: 'text', secretRef: REFERENCE };
const UPSTREAM: Shape = { type: 'text', git: GIT, oci: { image: 'text' }, upstreamRef: REFERENCE };

/** H-1.2. */
const TASK: Shape = {
  type: 'text',
  init: { subpackage: 'text', description: 'text', keywords: 'texts', site: 'text' },
  clone: { upstreamRef: UPSTREAM },
  edit: { sourceRef: REFERENCE },
  upgrade: {
    oldUpstreamRef: REFERENCE,
    newUpstreamRef: REFERENCE,
    localPackageRevisionRef: REFERENCE,
    strategy: 'text',
  },
};

/**
 * The task in an annotation that anybody may have written, without fields that a task does not have or whose values are
 * of another type: clients that are strict about types could not read any list with it. Undefined for what is no task.
 */
export function readTask(value: unknown): Task | undefined {
  const task = read(value, TASK) as Partial<Task> | undefined;
  return task?.type === undefined ? undefined : (task as Task);
}

function read(value: unknown, shape: Shape): unknown {
  if (shape === 'text') return typeof value === 'string' ? value : undefined;
  if (shape === 'texts') return isTexts(value) ? value : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined;
    const found = known === undefined ? undefined : read(field, known);
    if (found !== undefined) fields[name] = found;
  }
  return fields;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
