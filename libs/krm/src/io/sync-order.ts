import { fields, isNull } from '../document/node-access';
import { type YamlNode } from '../document/yaml-node';

/**
 * Puts the fields of a changed object in the order they had before, new ones behind (kyaml's SyncOrder). Lists keep their
 * order; their elements are matched by index. Comments above the first field of a list element move above the element.
 */
export function syncOrder(from: YamlNode, to: YamlNode): void {
  sortFields(from, to);
  raiseHeadComments(to);
}

function isEmpty(node: YamlNode): boolean {
  return isNull(node) || (node.kind !== 'scalar' && node.kind !== 'alias' && node.content.length === 0);
}

function sortFields(from: YamlNode, to: YamlNode): void {
  if (isEmpty(from) || isEmpty(to) || from.kind !== to.kind) return;
  if (from.kind === 'sequence') {
    from.content.forEach((element, index) => {
      const counterpart = to.content[index];
      if (counterpart !== undefined) sortFields(element, counterpart);
    });
    return;
  }
  if (from.kind !== 'mapping') return;
  const before = new Map([...fields(from)].map(({ key, value }, place) => [key.value, { place, value }]));
  const sorted = [...fields(to)].map((field) => ({ ...field, before: before.get(field.key.value) }));
  sorted.sort((a, b) => (a.before?.place ?? before.size) - (b.before?.place ?? before.size));
  to.content = sorted.flatMap(({ key, value }) => [key, value]);
  for (const field of sorted) if (field.before !== undefined) sortFields(field.before.value, field.value);
}

function raiseHeadComments(node: YamlNode): void {
  if (node.kind === 'mapping') node.content.forEach(raiseHeadComments);
  if (node.kind !== 'sequence') return;
  for (const element of node.content) {
    const first = element.content[0];
    if (first?.kind !== 'scalar') continue;
    if (element.headComment === '') {
      // kyaml leaves the comment in its old place as well.
      element.headComment = first.headComment;
    } else if (first.headComment !== '') {
      element.headComment += `\n${first.headComment}`;
      first.headComment = '';
    }
  }
}
