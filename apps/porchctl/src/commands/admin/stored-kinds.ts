import { isPorchError } from '@porch/api';
import { type Client, type ResourceType } from '@porch/client';

interface ResourceEntry {
  name: string;
  kind: string;
  namespaced: boolean;
  verbs?: string[];
}

/**
 * Kinds that are not stored objects, although the API lists them: packages and their files live in git, reviews are
 * questions, leases and events pass.
 */
const NOT_STORED = new Set([
  'packagerevisions.porch.kpt.dev',
  'packagerevisionresources.porch.kpt.dev',
  'packages.porch.kpt.dev',
  'leases.coordination.k8s.io',
  'events',
  'events.events.k8s.io',
]);

/** Every kind of object that the server keeps in its own store, found by discovery, each in its preferred version. */
export async function storedKinds(client: Client, signal: AbortSignal): Promise<ResourceType[]> {
  const { groups = [] } = await client.json<{
    groups?: { name: string; preferredVersion?: { version: string }; versions?: { version: string }[] }[];
  }>('/apis', { signal });
  const versions = [
    { group: '', version: 'v1', path: '/api/v1' },
    ...groups.flatMap(({ name, preferredVersion, versions: served = [] }) =>
      served
        .map(({ version }) => ({ group: name, version, path: `/apis/${name}/${version}` }))
        .sort(
          (a, b) => Number(b.version === preferredVersion?.version) - Number(a.version === preferredVersion?.version),
        ),
    ),
  ];
  const kinds = new Map<string, ResourceType>();
  for (const { group, version, path } of versions) {
    for (const { name, kind, namespaced, verbs = [] } of await resourcesOf(client, path, signal)) {
      const qualified = group === '' ? name : `${name}.${group}`;
      const stored =
        verbs.includes('list') && verbs.includes('create') && !name.includes('/') && !NOT_STORED.has(qualified);
      if (stored && !kinds.has(qualified)) kinds.set(qualified, { group, version, resource: name, kind, namespaced });
    }
  }
  return [...kinds.values()];
}

async function resourcesOf(client: Client, path: string, signal: AbortSignal): Promise<ResourceEntry[]> {
  try {
    return (await client.json<{ resources?: ResourceEntry[] }>(path, { signal })).resources ?? [];
  } catch (error) {
    if (isPorchError(error) && error.reason === 'NotFound') return [];
    throw error;
  }
}
