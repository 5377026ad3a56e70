import { type FunctionResult } from '@porch/api';
import { parseYaml, type YamlNode } from '@porch/krm';
import { CONFIG_MAP, configDataOf } from '../function-config';
import { failed, succeeded } from '../function-outcome';
import { listText, quote } from '../go-format';
import { type SynchronousKrmFunction } from '../krm-function';
import { walkFields } from '../object/field-walk';
import { filePathOf } from '../object/krm-object';
import { entriesOf } from '../object/node-fields';
import {
  nameInReference,
  referencesOf,
  referenceTo,
  setterPatternOf,
  setterValuesIn,
  substitute,
} from './setter-pattern';

type Setters = ReadonlyMap<string, string>;
type Report = (path: string, value: string) => void;

/**
 * apply-setters (v0.2): gives the fields that carry a `# kpt-set: …` comment the values of their setters. Every item is
 * visited, the Kptfile and local configuration included. A field of whose setters none is given stays as it is.
 */
export const applySetters: SynchronousKrmFunction = {
  name: 'apply-setters',
  description: 'Set the fields that are marked with setter comments.',
  configKinds: [CONFIG_MAP],
  configSchema: {
    type: 'object',
    properties: {
      data: { type: 'object', description: 'Setter names and values.', additionalProperties: { type: 'string' } },
    },
  },
  run({ items, functionConfig }) {
    const setters = configDataOf(functionConfig);
    const results: FunctionResult[] = [];
    try {
      for (const item of items) {
        const file = { path: filePathOf(item) };
        applyTo(item, setters, (path, value) => {
          results.push({ message: `set field value to ${quote(value)}`, field: { path }, file });
        });
      }
    } catch (thrown) {
      if (!(thrown instanceof SetterError)) throw thrown;
      return failed(
        items,
        [{ message: `failed to apply setters: ${thrown.message}`, severity: 'error' }],
        thrown.message,
      );
    }
    return succeeded(items, results.length > 0 ? results : [{ message: 'no matches for input setter(s)' }]);
  },
};

/** A setter that cannot be applied; its text is the catalogue function's. */
class SetterError extends Error {}

function applyTo(object: YamlNode, setters: Setters, report: Report): void {
  walkFields(object, {
    mapping: (node, path) => {
      for (const { key, value } of entriesOf(node)) {
        if (value.kind !== 'sequence') continue;
        setList(key, value, setters, (text) => report(path === '' ? key.value : `${path}.${key.value}`, text));
      }
    },
    scalar: (node, path) => setScalar(node, setters, (text) => report(path, text)),
  });
}

function isWanted(pattern: string, setters: Setters): boolean {
  for (const name of setters.keys()) if (pattern.includes(referenceTo(name))) return true;
  return false;
}

/** The comment of a block list stands at its key, that of a flow list behind the list. */
function setList(key: YamlNode, list: YamlNode, setters: Setters, report: (value: string) => void): void {
  const comment = list.style === 'flow' ? list.lineComment : key.lineComment;
  const pattern = setterPatternOf(comment);
  if (pattern === '' || !isWanted(pattern, setters)) return;
  if (referencesOf(pattern).length !== 1 || !pattern.startsWith('${') || !pattern.endsWith('}')) {
    throw new SetterError(`invalid setter pattern for array node: ${quote(pattern)}`);
  }
  const value = setters.get(nameInReference(pattern)) ?? '';
  list.content = value === '' ? [] : listElements(value);
  if (list.content.length === 0) {
    list.style = 'flow';
    list.lineComment = comment;
    key.lineComment = '';
  } else {
    list.style = 'block';
    list.lineComment = '';
    key.lineComment = comment;
  }
  report(value);
}

function listElements(value: string): YamlNode[] {
  const list = parsedOrUndefined(value);
  if (list?.kind !== 'sequence') {
    throw new SetterError(`input to array setter must be an array of values, but found ${quote(value)}`);
  }
  return list.content;
}

function parsedOrUndefined(text: string): YamlNode | undefined {
  try {
    return parseYaml(text)[0]?.root;
  } catch {
    return undefined;
  }
}

function setScalar(node: YamlNode, setters: Setters, report: (value: string) => void): void {
  const pattern = setterPatternOf(node.lineComment);
  if (pattern === '' || !isWanted(pattern, setters)) return;
  const given = substitute(pattern, setters);
  const value = substitute(given, setterValuesIn(pattern, node.value));
  const missing = referencesOf(value);
  if (missing.length > 0) throw new SetterError(`values for setters ${listText(missing)} must be provided`);
  node.value = value;
  if (value === '') node.style = 'double';
  node.tag = '';
  node.tagged = false;
  report(value);
}
