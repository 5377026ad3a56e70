import { fields, getField, getString } from '../document/node-access';
import type { YamlNode } from '../document/yaml-node';
import { mergeError } from '../merge/merge-error';
import { isFunctionImage } from './function-image';

/** One broken rule of a Kptfile. */
export interface KptfileProblem {
  /** Path of the field, such as `pipeline.mutators[0].configPath`. */
  field: string;
  /** The offending value, '' where there is none to show. */
  value: string;
  reason: string;
}

/**
 * Checks the pipeline of a Kptfile as kpt does before a render: each function is either an image of valid syntax or a
 * command, has at most one configuration, and keeps its configuration inside the package.
 *
 * @param kptfile root node.
 * @param configProblem says what is wrong with the function configuration at a path of the package, if anything; it is
 * asked about paths of valid syntax only.
 * @returns the first problem of each function.
 */
export function kptfileProblems(
  kptfile: YamlNode,
  configProblem: (path: string) => string | undefined = () => undefined,
): KptfileProblem[] {
  const pipeline = getField(kptfile, 'pipeline');
  return ['mutators', 'validators'].flatMap((type) => {
    const functions = getField(pipeline, type)?.content ?? [];
    return functions.flatMap((element, index) => {
      const problem = functionProblem(element, `pipeline.${type}[${index}]`, configProblem);
      return problem ? [problem] : [];
    });
  });
}

/** The text kpt prints about a broken rule. */
export function formatKptfileProblem({ field, value, reason }: KptfileProblem): string {
  const lines = ['Kptfile is invalid:', `Field: \`${field}\``, ...(value ? [`Value: ${JSON.stringify(value)}`] : [])];
  return [...lines, `Reason: ${reason}`, ''].join('\n');
}

/** @throws PorchError (Invalid) with kpt's text about the first problem of a Kptfile. */
export function validateKptfile(kptfile: YamlNode, configProblem?: (path: string) => string | undefined): void {
  const [problem] = kptfileProblems(kptfile, configProblem);
  if (problem) throw mergeError(formatKptfileProblem(problem));
}

function functionProblem(
  element: YamlNode,
  field: string,
  configProblem: (path: string) => string | undefined,
): KptfileProblem | undefined {
  const image = getString(element, 'image') ?? '';
  const exec = getString(element, 'exec') ?? '';
  const configPath = getString(element, 'configPath') ?? '';
  if (image === '' && exec === '') {
    return { field, value: '', reason: 'must specify a functon (`image` or `exec`) to execute' };
  }
  if (image !== '' && exec !== '') {
    return { field, value: '', reason: 'must not specify both `image` and `exec` at the same time' };
  }
  if (image !== '' && !isFunctionImage(image)) {
    return { field: `${field}.image`, value: image, reason: `function name ${JSON.stringify(image)} is invalid` };
  }
  const clash = configClash(element, configPath);
  if (clash) return { field, value: '', reason: clash };
  if (configPath === '') return undefined;
  const reason = functionConfigPathProblem(configPath) ?? configProblem(configPath);
  return reason === undefined ? undefined : { field: `${field}.configPath`, value: configPath, reason };
}

function configClash(element: YamlNode, configPath: string): string | undefined {
  const configMap = getField(element, 'configMap');
  const hasMap = configMap?.kind === 'mapping' && [...fields(configMap)].length > 0;
  if (hasMap && configPath !== '') {
    return 'functionConfig must not specify both `configMap` and `configPath` at the same time';
  }
  if (getField(element, 'configRef') && (hasMap || configPath !== '')) {
    return 'functionConfig must specify at most one of `configMap`, `configPath`, or `configRef`';
  }
  return undefined;
}

/**
 * What is wrong with the path of a function configuration, undefined if nothing is: it has to be relative and free of
 * `..`, since a package must not make its consumer read files elsewhere.
 */
export function functionConfigPathProblem(path: string): string | undefined {
  if (path.trim() === '') return 'path must not be empty';
  const clean = cleanPath(path);
  if (clean.startsWith('/')) return 'path must be relative';
  return clean.includes('..') ? 'path must not be outside the package' : undefined;
}

/** Go's `filepath.Clean`: shortens a slash path by resolving `.`, `..` and empty segments. */
function cleanPath(path: string): string {
  const rooted = path.startsWith('/');
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (!rooted) segments.push(segment);
  }
  return `${rooted ? '/' : ''}${segments.join('/')}` || '.';
}
