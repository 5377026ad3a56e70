import { isPorchError, isPublished, type MergeStrategy, type PackageRevisionObject } from '@porch/api';
import { type Client, packageRevisions } from '@porch/client';
import { CommandError } from '../../session/command-error';

export const STRATEGIES: readonly MergeStrategy[] = [
  'resource-merge',
  'fast-forward',
  'force-delete-replace',
  'copy-merge',
];

/** The three package revisions that an upgrade merges. */
export interface UpgradeSources {
  local: PackageRevisionObject;
  oldUpstream: PackageRevisionObject;
  newUpstream: PackageRevisionObject;
}

/**
 * Finds what an upgrade of `name` goes from and to: the upstream it was cloned from or last upgraded to, and that
 * package's given revision, or its latest one when it is 0.
 * @throws CommandError with upstream's text when one of them does not exist or is not published
 */
export async function findUpgradeSources(
  client: Client,
  name: string,
  revision: number,
  signal: () => AbortSignal,
): Promise<UpgradeSources> {
  const find = (wanted: string) => findRevision(client, wanted, signal());
  const local = await find(name);
  if (!local) throw new CommandError(`could not find package revision ${name}`);
  if (!published(local)) {
    const state = local.spec.lifecycle ?? 'Draft';
    throw new CommandError(`to upgrade a package, it must be in a published state, not "${state}"`);
  }
  const upstreamName = await upstreamNameOf(local, find);
  if (!upstreamName) {
    throw new CommandError(
      `upstream source not found for package revision "${local.spec.packageName ?? ''}": ` +
        'no clone or upgrade type package revision was found in the history of the package',
    );
  }
  const oldUpstream = await find(upstreamName);
  if (!oldUpstream) throw new CommandError(`upstream package revision ${upstreamName} no longer exists`);
  if (!published(oldUpstream)) {
    throw new CommandError(`old upstream package revision ${upstreamName} is not published`);
  }
  return { local, oldUpstream, newUpstream: await findNewUpstream(client, local, oldUpstream, revision, signal()) };
}

async function findNewUpstream(
  client: Client,
  local: PackageRevisionObject,
  { spec }: PackageRevisionObject,
  revision: number,
  signal: AbortSignal,
): Promise<PackageRevisionObject> {
  const selectors = [`spec.packageName=${spec.packageName ?? ''}`, `spec.repository=${spec.repository ?? ''}`];
  if (revision > 0) selectors.push(`spec.revision=${revision}`);
  const { items } = await client.list(packageRevisions, { fieldSelector: selectors.join(','), signal });
  const candidates = items
    .filter((item) => item.spec.packageName === spec.packageName && item.spec.repository === spec.repository)
    .filter((item) => published(item) && (item.spec.revision ?? 0) > 0)
    .filter((item) => revision === 0 || item.spec.revision === revision)
    .sort((a, b) => (b.spec.revision ?? 0) - (a.spec.revision ?? 0));
  const [newest] = candidates;
  if (newest) return newest;
  const package_ = local.spec.packageName ?? '';
  throw new CommandError(
    revision === 0
      ? `failed to find latest published revision for package ${package_} (--revision was 0)`
      : `revision ${revision} does not exist for package ${package_}`,
  );
}

/** The upstream's name in the task that made the revision; copies are followed back to what they were copied from. */
async function upstreamNameOf(
  revision: PackageRevisionObject,
  find: (name: string) => Promise<PackageRevisionObject | undefined>,
): Promise<string | undefined> {
  const seen = new Set<string>();
  let current: PackageRevisionObject | undefined = revision;
  while (current) {
    const [task] = current.spec.tasks ?? [];
    if (task?.type === 'clone') return task.clone?.upstreamRef?.upstreamRef?.name;
    if (task?.type === 'upgrade') return task.upgrade?.newUpstreamRef?.name;
    const source = task?.type === 'edit' ? task.edit?.sourceRef?.name : undefined;
    if (source === undefined || seen.has(source)) return undefined;
    seen.add(source);
    current = await find(source);
  }
  return undefined;
}

async function findRevision(client: Client, name: string, signal: AbortSignal) {
  try {
    return await client.get(packageRevisions, { name }, { signal });
  } catch (error) {
    if (isPorchError(error) && error.reason === 'NotFound') return undefined;
    throw error;
  }
}

function published({ spec }: PackageRevisionObject): boolean {
  return isPublished(spec.lifecycle ?? 'Draft');
}
