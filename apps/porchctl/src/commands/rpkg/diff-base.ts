import { type PackageRevisionObject } from '@porch/api';
import { type Client, packageRevisions } from '@porch/client';
import { CommandError, UsageError } from '../../session/command-error';

/**
 * What a revision is compared with when the command names nothing else. `source` is what it was made from (the copied
 * revision, the upgraded one, or the upstream of a clone), `upstream` the upstream revision it is based on. A revision
 * whose task names neither is compared with the published revision before it.
 * @throws CommandError when there is no such revision
 */
export async function diffBase(
  client: Client,
  revision: PackageRevisionObject,
  against: string,
  signal: AbortSignal,
): Promise<string> {
  if (against !== 'source' && against !== 'upstream') {
    throw new UsageError(`invalid argument "${against}" for "--against" flag: it must be source or upstream`);
  }
  const fromTask = against === 'source' ? sourceOf(revision) : await upstreamOf(client, revision, signal);
  if (fromTask) return fromTask;
  const previous = against === 'source' ? await previousRevision(client, revision, signal) : undefined;
  if (previous) return previous;
  const { name = '' } = revision.metadata;
  throw new CommandError(
    `package revision "${name}" has no registered ${against} to compare with; name the other revision: ` +
      `porchctl rpkg diff OTHER ${name}`,
  );
}

function sourceOf({ spec }: PackageRevisionObject): string | undefined {
  const [task] = spec.tasks ?? [];
  return (
    task?.edit?.sourceRef?.name ||
    task?.upgrade?.localPackageRevisionRef?.name ||
    task?.clone?.upstreamRef?.upstreamRef?.name ||
    undefined
  );
}

/** The upstream in the tasks, following copies back to the clone or upgrade they descend from. */
async function upstreamOf(
  client: Client,
  revision: PackageRevisionObject,
  signal: AbortSignal,
): Promise<string | undefined> {
  const [task] = revision.spec.tasks ?? [];
  const source = task?.edit?.sourceRef?.name;
  if (source) return upstreamOf(client, await client.get(packageRevisions, { name: source }, { signal }), signal);
  return task?.upgrade?.newUpstreamRef?.name || task?.clone?.upstreamRef?.upstreamRef?.name || undefined;
}

async function previousRevision(client: Client, { metadata, spec }: PackageRevisionObject, signal: AbortSignal) {
  const fieldSelector = `spec.packageName=${spec.packageName ?? ''},spec.repository=${spec.repository ?? ''}`;
  const { items } = await client.list(packageRevisions, { fieldSelector, signal });
  const limit = spec.revision && spec.revision > 0 ? spec.revision : Infinity;
  const earlier = items
    .filter((item) => item.metadata.name !== metadata.name && item.spec.packageName === spec.packageName)
    .filter((item) => (item.spec.revision ?? 0) > 0 && (item.spec.revision ?? 0) < limit)
    .sort((a, b) => (b.spec.revision ?? 0) - (a.spec.revision ?? 0));
  return earlier[0]?.metadata.name;
}
