import { type Client, packageRevisionResources } from '@porch/client';

/** The files of a package revision by path. */
export async function packageFiles(client: Client, name: string, signal: AbortSignal): Promise<Map<string, string>> {
  const { spec } = await client.get(packageRevisionResources, { name }, { signal });
  return new Map(Object.entries(spec.resources ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
}
