import { dereference, scalarType, toJs, type YamlNode } from '@porch/krm';
import { StarlarkDict, StarlarkFloat, StarlarkList, toStarlark, Budget, type Value } from '@porch/starlark';
import { entriesOf } from '../object/node-fields';

/** A YAML node as the program sees it: maps are dicts in the order of the document, scalars have YAML's types. */
export function nodeToStarlark(node: YamlNode, budget = Budget.unlimited()): Value {
  const actual = dereference(node);
  switch (actual.kind) {
    case 'mapping':
      return StarlarkDict.from(
        Array.from(entriesOf(actual), ({ key, value }) => [scalarToStarlark(key), nodeToStarlark(value, budget)]),
        budget,
      );
    case 'sequence':
      return new StarlarkList(actual.content.map((element) => nodeToStarlark(element, budget)));
    case 'scalar':
    case 'alias':
      return scalarToStarlark(actual);
  }
}

function scalarToStarlark(node: YamlNode): Value {
  const value = toJs(node);
  switch (scalarType(node)) {
    case '!!int':
      return exactInt(node.value, value);
    case '!!float':
      return typeof value === 'number' ? new StarlarkFloat(value) : toStarlark(value);
    default:
      return toStarlark(value);
  }
}

/** An int keeps all its digits; one in a spelling that only YAML knows is small enough for a number. */
function exactInt(spelling: string, value: unknown): Value {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  return /^[-+]?\d+$/.test(spelling) ? toStarlark(BigInt(spelling.replace(/^\+/, ''))) : toStarlark(value);
}
