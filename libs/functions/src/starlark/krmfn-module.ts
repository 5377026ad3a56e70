import {
  anyValue,
  defineModule,
  StarlarkDict,
  StarlarkError,
  text,
  typeName,
  unpackPositional,
  type Value,
} from '@porch/starlark';

function dictOf(name: string, value: Value | undefined): StarlarkDict {
  if (value instanceof StarlarkDict) return value;
  throw new StarlarkError(`${name}: for parameter 1: got ${typeName(value ?? null)}, want dict`);
}

/** The text at a path of keys; empty where there is none. */
function textAt(dict: StarlarkDict, ...keys: readonly string[]): string {
  let value: Value | undefined = dict;
  for (const key of keys) value = value instanceof StarlarkDict ? value.table.getText(key) : undefined;
  return typeof value === 'string' ? value : '';
}

/** `krmfn`: questions about a resource. */
export const krmfnModule = defineModule('krmfn', {
  match_gvk: (args) => {
    const [resource, apiVersion, kind] = unpackPositional('match_gvk', args, 3, [anyValue, text, text]);
    const dict = dictOf('match_gvk', resource);
    return textAt(dict, 'apiVersion') === apiVersion && textAt(dict, 'kind') === kind;
  },
  match_name: (args) => {
    const [resource, name] = unpackPositional('match_name', args, 2, [anyValue, text]);
    return textAt(dictOf('match_name', resource), 'metadata', 'name') === name;
  },
  match_namespace: (args) => {
    const [resource, namespace] = unpackPositional('match_namespace', args, 2, [anyValue, text]);
    return textAt(dictOf('match_namespace', resource), 'metadata', 'namespace') === namespace;
  },
});
