import { type YamlNode } from '@porch/krm';
import { entriesOf } from './node-fields';

/** What {@link walkFields} calls; paths are dotted with `[i]` for list elements, and empty at the object itself. */
export interface FieldVisitor {
  scalar?(node: YamlNode, path: string): void;
  /** Called before the mapping's values are visited; it may change the mapping. */
  mapping?(node: YamlNode, path: string): void;
}

/** Walks an object from the top, mappings before their values, in document order. Aliases are not followed. */
export function walkFields(node: YamlNode, visitor: FieldVisitor, path = ''): void {
  if (node.kind === 'mapping') {
    visitor.mapping?.(node, path);
    for (const { key, value } of entriesOf(node)) {
      walkFields(value, visitor, path === '' ? key.value : `${path}.${key.value}`);
    }
  } else if (node.kind === 'sequence') {
    node.content.forEach((element, index) => walkFields(element, visitor, `${path}[${index}]`));
  } else if (node.kind === 'scalar') {
    visitor.scalar?.(node, path);
  }
}
