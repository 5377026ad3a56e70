import { type KubernetesObject } from '@porch/api';
import { type Client, type ResourceType } from '@porch/client';
import { CommandError } from '../../session/command-error';

const ATTEMPTS = 10;

/**
 * Every object of all kinds as they were at one moment, while the server goes on working: everything is listed until two
 * listings in a row are the same.
 * @throws CommandError when something changed between all of ten listings
 */
export async function consistentList(
  client: Client,
  kinds: readonly ResourceType[],
  signal: () => AbortSignal,
): Promise<KubernetesObject[]> {
  let previous: string | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const objects = await listAll(client, kinds, signal);
    const state = objects.map(identity).join('\n');
    if (state === previous) return objects;
    previous = state;
  }
  throw new CommandError(`the objects changed during each of ${ATTEMPTS} listings; export again when less is going on`);
}

async function listAll(
  client: Client,
  kinds: readonly ResourceType[],
  signal: () => AbortSignal,
): Promise<KubernetesObject[]> {
  const objects: KubernetesObject[] = [];
  for (const kind of kinds) {
    const { items } = await client.list(kind, { namespace: '', signal: signal() });
    objects.push(...items.sort((a, b) => (identity(a) < identity(b) ? -1 : 1)));
  }
  return objects;
}

function identity({ apiVersion, kind, metadata }: KubernetesObject): string {
  return [apiVersion, kind, metadata.namespace, metadata.name, metadata.uid, metadata.resourceVersion].join(' ');
}
