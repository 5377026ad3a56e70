import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { badRequest } from '@porch/api';
import { EMPTY_KUBECONFIG, type Kubeconfig } from './kubeconfig';
import { parseKubeconfig } from './parse-kubeconfig';

export interface KubeconfigSources {
  /** `--kubeconfig`: this file alone, and it must exist. */
  explicitFile?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * The files kubectl would read, in order: the explicit one alone, else KUBECONFIG's list, else `~/.kube/config`.
 * (clientcmd's ClientConfigLoadingRules)
 */
export function kubeconfigFiles({ explicitFile, env }: KubeconfigSources): string[] {
  if (explicitFile !== undefined && explicitFile !== '') return [explicitFile];
  const list = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  if (list.length > 0) return [...new Set(list)];
  return [join(env['HOME'] ?? homedir(), '.kube', 'config')];
}

/**
 * Loads and merges the kubeconfig files. A missing file of KUBECONFIG's list is passed over; the first file that sets
 * the current context or an entry of a given name wins.
 * @throws PorchError BadRequest for a file that cannot be read or is no kubeconfig
 */
export async function loadKubeconfig(sources: KubeconfigSources): Promise<Kubeconfig> {
  const explicit = sources.explicitFile !== undefined && sources.explicitFile !== '';
  const loaded: Kubeconfig[] = [];
  for (const file of kubeconfigFiles(sources)) {
    const text = await readIfThere(file, explicit);
    if (text !== undefined) loaded.push(parseKubeconfig(text, file));
  }
  return loaded.reduce(mergeKubeconfigs, EMPTY_KUBECONFIG);
}

async function readIfThere(file: string, required: boolean): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !required) return undefined;
    const why = code === 'ENOENT' ? 'no such file or directory' : (code ?? 'it cannot be read');
    throw badRequest(`error loading config file "${file}": ${why}`, error);
  }
}

/** Merges two kubeconfigs; what `first` sets stands. */
export function mergeKubeconfigs(first: Kubeconfig, second: Kubeconfig): Kubeconfig {
  return {
    currentContext: first.currentContext || second.currentContext,
    clusters: new Map([...second.clusters, ...first.clusters]),
    users: new Map([...second.users, ...first.users]),
    contexts: new Map([...second.contexts, ...first.contexts]),
  };
}
