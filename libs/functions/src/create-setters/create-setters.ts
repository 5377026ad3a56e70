import { type FunctionResult } from '@porch/api';
import { parseYaml, type YamlNode } from '@porch/krm';
import { CONFIG_MAP, configDataOf } from '../function-config';
import { failed, succeeded } from '../function-outcome';
import { listText, quote, sortedStrings } from '../go-format';
import { type SynchronousKrmFunction } from '../krm-function';
import { walkFields } from '../object/field-walk';
import { filePathOf } from '../object/krm-object';
import { entriesOf } from '../object/node-fields';
import { inOrderOfPriority, type ScalarSetter, setterCommentFor } from './setter-comment';

interface Setters {
  readonly scalars: readonly ScalarSetter[];
  readonly arrays: readonly { readonly name: string; readonly values: readonly string[] }[];
}

type Report = (path: string, value: string, comment: string) => void;

/** What kpt itself writes into annotations is not the author's. */
const INTERNAL_PATHS = ['.annotations.internal.config.kubernetes.io', '.annotations.config.kubernetes.io'];

/**
 * create-setters (v0.1): writes a setter comment behind every field whose value contains one of the given values, so that
 * apply-setters can set it. Comments that are there are overwritten. No match at all is an error.
 */
export const createSetters: SynchronousKrmFunction = {
  name: 'create-setters',
  description: 'Add setter comments to the fields that have the given values.',
  configKinds: [CONFIG_MAP],
  configSchema: {
    type: 'object',
    properties: {
      data: {
        type: 'object',
        description: 'Setter names and the values they stand for now; a YAML list stands for a whole list.',
        additionalProperties: { type: 'string' },
      },
    },
    required: ['data'],
  },
  run({ items, functionConfig }) {
    const data = configDataOf(functionConfig);
    if (data.size === 0) return failure(items, 'failed to decode data: config map cannot be empty');
    const setters = settersIn(data);
    if (setters === undefined) return failure(items, 'failed to decode data: parsing error');
    const results: FunctionResult[] = [];
    for (const item of items) {
      const file = { path: filePathOf(item) };
      addComments(item, setters, (path, value, comment) => {
        const message = `Added line comment ${quote(comment)} for field with value ${quote(value)}`;
        results.push({ message, field: { path }, file });
      });
    }
    if (results.length === 0) return failure(items, 'no matches for the input list of setters');
    return succeeded(items, results);
  },
};

function failure(items: YamlNode[], message: string) {
  const text = `failed to create setters: ${message}`;
  return failed(items, [{ message: text, severity: 'error' }], text);
}

/** Undefined where a value is no YAML, or nothing. */
function settersIn(data: ReadonlyMap<string, string>): Setters | undefined {
  const scalars: ScalarSetter[] = [];
  const arrays: { name: string; values: string[] }[] = [];
  for (const [name, value] of data) {
    const root = parsedOrUndefined(value);
    if (root === undefined) return undefined;
    if (root.kind === 'sequence') arrays.push({ name, values: valuesOf(root) });
    else if (root.kind === 'scalar') scalars.push({ name, value });
  }
  return { scalars: inOrderOfPriority(scalars), arrays };
}

function parsedOrUndefined(text: string): YamlNode | undefined {
  try {
    return parseYaml(text)[0]?.root;
  } catch {
    return undefined;
  }
}

const valuesOf = (list: YamlNode) => sortedStrings(list.content.map((element) => element.value));

function addComments(object: YamlNode, setters: Setters, report: Report): void {
  walkFields(object, {
    mapping: (node, path) => {
      for (const { key, value } of entriesOf(node)) {
        if (value.kind !== 'sequence') continue;
        const fieldPath = path === '' ? key.value : `${path}.${key.value}`;
        commentList(key, value, setters, (text, comment) => report(fieldPath, text, comment));
      }
    },
    scalar: (node, path) => {
      if (node.value.includes('\n') || INTERNAL_PATHS.some((internal) => path.includes(internal))) return;
      const comment = setterCommentFor(node.value, setters.scalars);
      if (comment === undefined) return;
      node.lineComment = `# kpt-set: ${comment}`;
      report(path, node.value, `kpt-set: ${comment}`);
    },
  });
}

/** A flow list is opened when it gets a comment, its own or an element's; only an empty one keeps the comment behind. */
function commentList(
  key: YamlNode,
  list: YamlNode,
  setters: Setters,
  report: (value: string, comment: string) => void,
): void {
  const values = valuesOf(list);
  const array = setters.arrays.find((setter) => sameTexts(setter.values, values));
  const holdsScalar = values.some((value) => setters.scalars.some((setter) => value.includes(setter.value)));
  if (list.style === 'flow' && (holdsScalar || (array !== undefined && values.length > 0))) list.style = 'block';
  if (array === undefined) return;
  const comment = 'kpt-set: ${' + array.name + '}';
  (list.style === 'flow' ? list : key).lineComment = `# ${comment}`;
  report(listText(values), comment);
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
