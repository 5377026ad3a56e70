import { PORCH_API_VERSION, type PackageRevisionResourcesObject, refused, type RenderStatus } from '@porch/api';
import { type CachedPackageRevision, fileText, type PackageResources, packagePathsProblem } from '@porch/repository';

/**
 * A revision's contents as the API shows them (H-1.4). Its metadata is bare on purpose: upstream's clients dump it into
 * pulled packages. Files that are no text are left out; the PackageRevision's condition ContentOmitted names them.
 */
export function toPackageResourcesObject(
  revision: CachedPackageRevision,
  resources: PackageResources,
  renderStatus?: RenderStatus,
): PackageRevisionResourcesObject {
  const { key } = revision;
  const files: [string, string][] = [];
  for (const [path, file] of resources) {
    const text = fileText(file);
    if (text !== undefined) files.push([path, text]);
  }
  files.sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    kind: 'PackageRevisionResources',
    apiVersion: PORCH_API_VERSION,
    metadata: {
      name: revision.name,
      namespace: key.repository.namespace,
      uid: revision.uid,
      resourceVersion: revision.resourceVersion,
      creationTimestamp: revision.creationTimestamp,
    },
    spec: {
      packageName: key.packageName,
      workspaceName: key.workspaceName,
      ...(revision.revision === 0 ? {} : { revision: revision.revision }),
      repository: key.repository.name,
      resources: Object.fromEntries(files),
    },
    status: { renderStatus: renderStatus ?? { result: { exitCode: 0 }, error: '' } },
  };
}

/**
 * The files a client sends, checked before anything is done with them.
 * @throws PorchError Invalid naming the path or the file that cannot be taken
 */
export function requestedFiles(object: PackageRevisionResourcesObject): Readonly<Record<string, string>> {
  const files = object.spec.resources ?? {};
  const problem = packagePathsProblem(Object.keys(files));
  if (problem) throw refused(`resource path ${JSON.stringify(problem.path)} is not allowed: ${problem.message}`);
  for (const [path, text] of Object.entries(files)) {
    if (typeof text !== 'string') throw refused(`resource ${JSON.stringify(path)} must be text`);
    if (text.includes('\0')) throw refused(`resource ${JSON.stringify(path)} contains a NUL byte`);
    if (!text.isWellFormed()) throw refused(`resource ${JSON.stringify(path)} is not valid Unicode`);
  }
  if (!Object.hasOwn(files, 'Kptfile')) throw refused('package must contain Kptfile at root');
  return files;
}
