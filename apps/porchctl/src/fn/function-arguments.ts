import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fromJs, KrmObject, krmProblem, parseYaml, printYaml, YamlNode } from '@porch/krm';
import { type FnIo, FnUsageError } from './fn-io';

/** The arguments behind `--`: pairs, and in front of them perhaps the kind of the configuration. */
export interface FunctionArguments {
  readonly kind: string;
  readonly data: Readonly<Record<string, string>>;
}

/** @throws FnUsageError for an argument that is no pair */
export function parseFunctionArguments(args: readonly string[]): FunctionArguments {
  const data: Record<string, string> = {};
  let kind = 'ConfigMap';
  args.forEach((argument, index) => {
    const separator = argument.indexOf('=');
    if (separator >= 0) data[argument.slice(0, separator)] = argument.slice(separator + 1);
    else if (index === 0) kind = argument;
    else throw new FnUsageError('args must have keys and values separated by =');
  });
  return { kind, data };
}

/** The functionConfig that arguments make; without any it is an empty ConfigMap. */
export function argumentConfig({ kind, data }: FunctionArguments): YamlNode {
  const config = fromJs({ apiVersion: 'v1', kind, metadata: { name: 'function-input' } });
  const values = YamlNode.mapping();
  for (const [key, value] of Object.entries(data)) values.content.push(YamlNode.string(key), YamlNode.string(value));
  config.content.push(YamlNode.scalar('data'), values);
  return config;
}

/** The functionConfig in a file. @throws FnUsageError where it is missing, or Error where it is no KRM object */
export async function fileConfig(file: string, io: FnIo): Promise<YamlNode> {
  const text = await readFile(resolve(io.cwd, file), 'utf8').catch(() => undefined);
  if (text === undefined) throw new FnUsageError(`missing function config file: ${file}`);
  const roots = parseYaml(text, { file }).flatMap(({ root }) => root ?? []);
  if (roots.length > 1) {
    throw new Error(
      `functionConfig "${resolve(io.cwd, file)}" must not contain more than one config, got ${roots.length}`,
    );
  }
  const [root] = roots;
  if (root?.kind !== 'mapping') {
    const contents = root === undefined ? '' : printYaml(root);
    const kind = root === undefined ? 'nothing' : `${root.kind.charAt(0).toUpperCase()}${root.kind.slice(1)}Node`;
    throw new Error(`wrong node kind: expected MappingNode but got ${kind}: node contents:\n${contents}`);
  }
  const problem = krmProblem(new KrmObject(root));
  if (problem !== undefined) throw new Error(`functionConfig "${resolve(io.cwd, file)}": ${problem}`);
  return root;
}
