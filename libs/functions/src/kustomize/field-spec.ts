import { dereference, getField, setField, YamlNode, type YamlNodeKind } from '@porch/krm';
import { groupOf, kindOf, versionOf } from '../object/krm-object';
import { isAbsent } from '../object/node-fields';
import { splitPath } from './path-splitter';
import { resourceIdText } from './resource-id';

/** kustomize's description of a field in objects of some kind; empty sides match everything. */
export interface FieldSpec {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  /** Field names with `/` between them (`\/` for one in a name); `[]` behind a name says that it is a list. */
  readonly path: string;
  /** Whether the field is made where it is missing. */
  readonly create?: boolean;
}

export interface FieldSetting {
  /** Called with each node found, and the field names on the way to it. */
  readonly set: (node: YamlNode, path: readonly string[]) => void;
  /** What is made where the field is missing and may be created; without it nothing is. */
  readonly createKind?: YamlNodeKind;
  readonly createTag?: string;
}

/** Whether a field spec is about objects of this kind. */
export function appliesTo(spec: FieldSpec, object: YamlNode): boolean {
  const meets = (wanted: string | undefined, actual: string) => !wanted || wanted === actual;
  return (
    meets(spec.kind, kindOf(object)) && meets(spec.group, groupOf(object)) && meets(spec.version, versionOf(object))
  );
}

/**
 * Finds the fields of a spec in an object and has them set (kustomize's fieldspec filter). Lists on the way are entered
 * element by element, whether the path says so or not. A missing field that may not be created is passed over. A null is
 * taken as missing on the way, becomes an empty list where the path says that it is one, and is set at the end.
 *
 * @throws Error where a scalar stands in place of a map, or the path has an empty name.
 */
export function applyFieldSpec(object: YamlNode, spec: FieldSpec, setting: FieldSetting): void {
  if (!appliesTo(spec, object)) return;
  try {
    visit(object, splitPath(spec.path, '/'), 0, spec.create === true, setting);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`considering field '${spec.path}' of object ${resourceIdText(object)}: ${reason}`, { cause });
  }
}

function visit(node: YamlNode, path: readonly string[], depth: number, create: boolean, setting: FieldSetting): void {
  if (depth === path.length) {
    setting.set(node, path.map(withoutHint));
    return;
  }
  const target = dereference(node);
  if (isAbsent(target)) return;
  if (target.kind === 'sequence') {
    for (const element of target.content) visit(element, path, depth, create, setting);
  } else if (target.kind === 'mapping') {
    visitField(target, path, depth, create, setting);
  } else {
    throw new Error('expected sequence or mapping node');
  }
}

function visitField(
  node: YamlNode,
  path: readonly string[],
  depth: number,
  create: boolean,
  setting: FieldSetting,
): void {
  const element = path[depth] ?? '';
  const name = withoutHint(element);
  if (name === '') throw new Error('cannot set or create an empty field name');
  const isList = name !== element;
  const mayCreate = create && setting.createKind !== undefined && !isList;
  const isLast = depth === path.length - 1;
  const present = getField(node, name);
  if (isAbsent(present) && mayCreate) setField(node, name, isLast ? madeNode(setting) : YamlNode.mapping());
  else if (present !== undefined && isAbsent(present) && isList) setField(node, name, YamlNode.sequence());
  const field = getField(node, name);
  if (field !== undefined) visit(field, path, depth + 1, create, setting);
}

function madeNode({ createKind = 'scalar', createTag = '' }: FieldSetting): YamlNode {
  if (createKind === 'mapping') return YamlNode.mapping();
  if (createKind === 'sequence') return YamlNode.sequence();
  return new YamlNode('scalar', 'plain', '', createTag);
}

const withoutHint = (element: string) => (element.endsWith('[]') ? element.slice(0, -2) : element);
