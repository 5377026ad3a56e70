import { KrmObject } from '../document/krm-object';
import { parseYaml } from '../document/parse-yaml';
import { mergeError } from '../merge/merge-error';
import { krmProblem } from './krm-check';

/**
 * Reads the function configuration a Kptfile names: one KRM object in a file of the package. A `List` counts as one
 * object.
 *
 * @param text content of the file, undefined if the package has no such file.
 * @throws PorchError (Invalid) if it is missing, not YAML, not KRM, or more than one.
 */
export function readFunctionConfig(path: string, text: string | undefined): KrmObject {
  if (text === undefined) throw mergeError(`missing function config ${JSON.stringify(path)}`);
  const objects = parseDocuments(path, text);
  const [object] = objects;
  if (objects.length > 1) {
    throw mergeError(
      `functionConfig ${JSON.stringify(path)} must not contain more than one config, got ${objects.length}`,
    );
  }
  const problem = object ? krmProblem(object) : 'file is empty';
  if (!object || problem !== undefined) throw mergeError(`functionConfig ${JSON.stringify(path)}: ${problem}`);
  return object;
}

function parseDocuments(path: string, text: string): KrmObject[] {
  try {
    return parseYaml(text, { file: path })
      .filter((document) => document.root !== undefined)
      .map((document) => new KrmObject(document));
  } catch (error) {
    throw mergeError(`failed to read functionConfig ${JSON.stringify(path)}: ${(error as Error).message}`, error);
  }
}
