import { parseYaml, type YamlNode } from '@porch/krm';
import { JSON_SCHEMA, load, YAMLException } from 'js-yaml';
import { duplicateJsonFields } from './duplicate-json-fields';

/** What a body says twice, in the words of kube-apiserver. The last value counts. */
export interface DuplicateFields {
  /** One text for each. */
  readonly warnings: readonly string[];
  /** All of them together, as a strict decoding error has it. */
  readonly problem: string;
}

const MAX_REPORTED = 100;
/** Above it only the first of a YAML document is told: finding all takes a second reading, and a slower one. */
const MAX_YAML_LENGTH = 1024 * 1024;

/** @param text a document that can be read; undefined when it says nothing twice */
export function duplicateFieldsOfJson(text: string): DuplicateFields | undefined {
  const paths = [...new Set(duplicateJsonFields(text))].slice(0, MAX_REPORTED);
  if (paths.length === 0) return undefined;
  const warnings = paths.map((path) => `duplicate field ${JSON.stringify(path)}`);
  return { warnings, problem: warnings.join(', ') };
}

/** The same for YAML, which kube-apiserver tells of by line and key instead of by path. */
export function duplicateFieldsOfYaml(text: string): DuplicateFields | undefined {
  const line = firstDuplicateLine(text);
  if (line === undefined) return undefined;
  const found = text.length > MAX_YAML_LENGTH ? [`line ${line}: key already set in map`] : duplicateKeys(text);
  const warnings = found.slice(0, MAX_REPORTED);
  return { warnings, problem: ['yaml: unmarshal errors:', ...warnings.map((each) => `  ${each}`)].join('\n') };
}

function firstDuplicateLine(text: string): number | undefined {
  try {
    load(text, { schema: JSON_SCHEMA });
    return undefined;
  } catch (error) {
    const duplicated = error instanceof YAMLException && error.reason === 'duplicated mapping key';
    return duplicated ? error.mark.line + 1 : undefined;
  }
}

function duplicateKeys(text: string): string[] {
  const keys = parseYaml(text).flatMap(({ root }) => (root ? [...repeatedKeys(root)] : []));
  return keys
    .sort((left, right) => left.line - right.line)
    .map(({ line, value }) => `line ${line}: key ${JSON.stringify(value)} already set in map`);
}

/** Bodies are nested only so deep: this was checked before. */
function* repeatedKeys({ kind, content }: YamlNode): Generator<YamlNode, void, void> {
  const known = new Set<string>();
  for (const [index, child] of content.entries()) {
    if (kind === 'mapping' && index % 2 === 0) {
      if (known.has(child.value)) yield child;
      known.add(child.value);
    }
    yield* repeatedKeys(child);
  }
}
