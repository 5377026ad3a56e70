import { type KrmObject, type YamlNode } from '@porch/krm';

/**
 * Whether an object that a function gave back has lost neither comments nor the order of its fields: then there is nothing
 * to restore. Built-in functions change nodes in place, so that for them this is the rule; telling so is a walk without
 * any allocation, where restoring is not.
 */
export function keptLayout(before: KrmObject, after: YamlNode): boolean {
  const { headComment, footComment } = before.document;
  return headComment === '' && footComment === '' && sameLayout(before.node, after);
}

function sameLayout(before: YamlNode, after: YamlNode): boolean {
  if (before.kind !== after.kind || !keptComments(before, after)) return false;
  if (after.kind === 'mapping') return sameFields(before.content, after.content);
  if (after.kind === 'sequence') return sameElements(before.content, after.content);
  return isRestored(after);
}

/** Fields that were there stand in their order in front of new ones. */
function sameFields(before: readonly YamlNode[], after: readonly YamlNode[]): boolean {
  if (before.length > after.length) return false;
  for (let index = 0; index < after.length; index += 2) {
    const key = after[index];
    const value = after[index + 1];
    if (key === undefined || value === undefined || key.style === 'folded') return false;
    const keyBefore = before[index];
    const valueBefore = before[index + 1];
    if (keyBefore === undefined || valueBefore === undefined) {
      if (!isRestored(value)) return false;
    } else if (keyBefore.value !== key.value || !keptComments(keyBefore, key) || !sameLayout(valueBefore, value)) {
      return false;
    }
  }
  return true;
}

/** Lists are restored by what their elements are; one whose length changed is left to that. */
function sameElements(before: readonly YamlNode[], after: readonly YamlNode[]): boolean {
  if (before.length !== after.length) return false;
  for (let index = 0; index < after.length; index++) {
    const one = before[index];
    const other = after[index];
    if (one === undefined || other === undefined || raisesComment(other) || !sameLayout(one, other)) return false;
  }
  return true;
}

function keptComments(before: YamlNode, after: YamlNode): boolean {
  return (
    (before.headComment === '' || after.headComment !== '') &&
    (before.lineComment === '' || after.lineComment !== '') &&
    (before.footComment === '' || after.footComment !== '')
  );
}

/** A comment above the first field of a list's element moves above the element. */
function raisesComment(element: YamlNode): boolean {
  return element.kind === 'mapping' && (element.content[0]?.headComment ?? '') !== '';
}

/** Restoring turns folded scalars into double-quoted ones, and comments in new lists move. */
function isRestored(node: YamlNode): boolean {
  if (node.style === 'folded') return false;
  for (const child of node.content) {
    if (!isRestored(child) || (node.kind === 'sequence' && raisesComment(child))) return false;
  }
  return true;
}
