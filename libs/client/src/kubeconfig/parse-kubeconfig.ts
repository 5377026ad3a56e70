import { dirname, isAbsolute, join, sep } from 'node:path';
import { badRequest } from '@porch/api';
import { CORE_SCHEMA, load } from 'js-yaml';
import {
  type Kubeconfig,
  type KubeconfigCluster,
  type KubeconfigContext,
  type KubeconfigExec,
  type KubeconfigUser,
} from './kubeconfig';

type Fields = Record<string, unknown>;

/**
 * Reads one kubeconfig file's text. Relative paths in it become relative to the file's own folder, as clientcmd does,
 * and so does an exec plugin's command when it is written with a slash.
 * @throws PorchError BadRequest naming the file when it is no kubeconfig
 */
export function parseKubeconfig(text: string, file: string): Kubeconfig {
  const root = parsed(text, file);
  const folder = dirname(file);
  const path = (value: string | undefined) =>
    value === undefined || value === '' || isAbsolute(value) ? value : join(folder, value);
  const entries = <T>(list: string, field: string) => named<T>(root[list], list, field, file);
  const clusters = entries<KubeconfigCluster>('clusters', 'cluster');
  const users = entries<KubeconfigUser>('users', 'user');
  return {
    currentContext: typeof root['current-context'] === 'string' ? root['current-context'] : '',
    clusters: mapValues(clusters, (cluster) => ({
      ...cluster,
      ...defined('certificate-authority', path(cluster['certificate-authority'])),
    })),
    users: mapValues(users, (user) => ({
      ...user,
      ...defined('client-certificate', path(user['client-certificate'])),
      ...defined('client-key', path(user['client-key'])),
      ...defined('tokenFile', path(user.tokenFile)),
      ...(user.exec ? { exec: withResolvedCommand(user.exec, folder) } : {}),
    })),
    contexts: entries<KubeconfigContext>('contexts', 'context'),
  };
}

function parsed(text: string, file: string): Fields {
  let value: unknown;
  try {
    value = load(text, { filename: file, schema: CORE_SCHEMA });
  } catch (error) {
    // The parser's own message quotes the lines around the fault, which may hold a token.
    const mark = (error as { mark?: { line?: number } }).mark;
    const at = mark?.line === undefined ? '' : ` at line ${mark.line + 1}`;
    throw badRequest(`error loading config file "${file}": it is not valid YAML${at}`);
  }
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw badRequest(`error loading config file "${file}": it is not a kubeconfig`);
  }
  return value as Fields;
}

function named<T>(list: unknown, what: string, field: string, file: string): Map<string, T> {
  const found = new Map<string, T>();
  if (list === undefined || list === null) return found;
  if (!Array.isArray(list)) throw badRequest(`error loading config file "${file}": ${what} is not a list`);
  for (const entry of list as unknown[]) {
    const { name, [field]: value } = (entry ?? {}) as Fields;
    if (typeof name !== 'string' || name === '') {
      throw badRequest(`error loading config file "${file}": an entry of ${what} has no name`);
    }
    if (!found.has(name)) found.set(name, (value ?? {}) as T);
  }
  return found;
}

function mapValues<T>(map: ReadonlyMap<string, T>, change: (value: T) => T): Map<string, T> {
  return new Map([...map].map(([name, value]) => [name, change(value)]));
}

function defined<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: string };
}

function withResolvedCommand(exec: KubeconfigExec, folder: string): KubeconfigExec {
  const command = exec.command;
  if (command === undefined || isAbsolute(command) || !command.includes(sep)) return exec;
  return { ...exec, command: join(folder, command) };
}
