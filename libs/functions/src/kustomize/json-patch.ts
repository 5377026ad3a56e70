import { clearField, deepCopy, fromJs, isNull, nodesEqual, parseYaml, setField, toJs, YamlNode } from '@porch/krm';
import { fieldOf } from '../object/node-fields';

/** One operation of RFC 6902. */
interface JsonPatchOperation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/**
 * Applies a JSON patch (RFC 6902), written as JSON or YAML, to objects (kustomize's patchjson6902 filter). Objects are
 * changed in place; what the patch does not touch keeps its comments and style.
 *
 * @throws Error for a patch that is none, or that does not fit an object
 */
export function applyJsonPatch(objects: readonly YamlNode[], patch: string): void {
  const operations = readOperations(patch);
  for (const object of objects) for (const operation of operations) apply(object, operation);
}

function readOperations(patch: string): JsonPatchOperation[] {
  const operations: unknown = toJs(parseYaml(patch.trim())[0]?.root);
  if (!Array.isArray(operations)) throw new Error('a JSON patch must be a list of operations');
  return operations as JsonPatchOperation[];
}

function apply(root: YamlNode, { op, path, from, value }: JsonPatchOperation): void {
  const { parent, key } = locate(root, path);
  switch (op) {
    case 'add':
      put(parent, key, fromJs(value), true);
      break;
    case 'replace':
      present(get(parent, key), path);
      put(parent, key, fromJs(value), false);
      break;
    case 'remove':
      present(get(parent, key), path);
      take(parent, key);
      break;
    case 'test':
      if (!nodesEqual(get(parent, key), fromJs(value))) throw new Error(`testing value ${path} failed`);
      break;
    case 'move':
    case 'copy': {
      const source = locate(root, from ?? '');
      const node = deepCopy(present(get(source.parent, source.key), from ?? ''));
      if (op === 'move') take(source.parent, source.key);
      put(parent, key, node, true);
      break;
    }
    default:
      throw new Error(`unexpected kind of operation "${op}"`);
  }
}

function locate(root: YamlNode, pointer: string): { readonly parent: YamlNode; readonly key: string } {
  const names = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const key = names.pop();
  if (key === undefined) throw new Error('the whole document cannot be patched');
  return { parent: names.reduce((node, name) => present(get(node, name), pointer), root), key };
}

function present(node: YamlNode | undefined, pointer: string): YamlNode {
  if (node === undefined) throw new Error(`doc is missing path: "${pointer}"`);
  return node;
}

function get(parent: YamlNode, key: string): YamlNode | undefined {
  return parent.kind === 'sequence' ? parent.content[indexIn(parent, key)] : fieldOf(parent, key);
}

function put(parent: YamlNode, key: string, value: YamlNode, insert: boolean): void {
  if (parent.kind === 'sequence') {
    parent.content.splice(indexIn(parent, key), insert ? 0 : 1, value);
  } else if (isNull(value)) {
    clearField(parent, key);
    parent.content.push(YamlNode.string(key), value);
  } else {
    setField(parent, key, value);
  }
}

function take(parent: YamlNode, key: string): void {
  if (parent.kind === 'sequence') parent.content.splice(indexIn(parent, key), 1);
  else clearField(parent, key);
}

/** A list's index: `-` is behind its end, a negative number counts from there. */
function indexIn(list: YamlNode, key: string): number {
  if (key === '-') return list.content.length;
  const index = Number(key);
  if (!Number.isInteger(index)) throw new Error(`"${key}" is no index of a list`);
  return index < 0 ? list.content.length + index : index;
}
