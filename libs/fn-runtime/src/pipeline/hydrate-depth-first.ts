import { posix } from 'node:path';
import { filePlace, type KrmObject } from '@porch/krm';
import { KptError } from '../errors/kpt-error';
import { InvalidKptfileError, openPackage, readPackageResources } from './load-package';
import { type PackageNode } from './package-node';
import { type RenderSession } from './render-session';
import { PipelineError, runPipeline } from './run-pipeline';

/**
 * kpt's default order: a package's subpackages first, by path, then the package itself on its own resources and theirs.
 * After a failure the nodes on the way up hold what there was before the step that failed, as far as it had been read.
 *
 * @throws KptError (`pkg.render`)
 */
export async function hydrateDepthFirst(node: PackageNode, session: RenderSession): Promise<readonly KrmObject[]> {
  session.packages++;
  let input: readonly KrmObject[] = [];
  try {
    input = readTracked(node, session);
    for (const subpackage of openSubpackages(node, session)) {
      try {
        input = [...input, ...(await hydrateDepthFirst(subpackage, session))];
      } catch (error) {
        if (session.context.signal.aborted) throw error;
        if (subpackage.resources.length > 0) node.resources = [...input, ...subpackage.resources];
        throw new KptError('pkg.render', subpackage.path, error);
      }
    }
    node.resources = [...(await runPipeline(node, input, session))];
    return node.resources;
  } catch (error) {
    if (session.context.signal.aborted || isRenderError(error)) throw error;
    if (node.resources.length === 0) {
      node.resources = [...(error instanceof PipelineError ? error.resources : input)];
    }
    throw new KptError('pkg.render', node.path, error);
  }
}

/** A package's own resources; notes the files they came from, which may lose them. */
export function readTracked(node: PackageNode, session: RenderSession): KrmObject[] {
  const resources = readPackageResources(session.files, node);
  for (const resource of resources) session.inputFiles.add(posix.join(node.directory, filePlace(resource).path));
  return resources;
}

function isRenderError(error: unknown): boolean {
  return error instanceof KptError && error.operation === 'pkg.render';
}

/** The packages directly below one, all of them opened before the first is rendered. */
export function openSubpackages(node: PackageNode, session: RenderSession): PackageNode[] {
  const { files, rootName } = session;
  return files.subpackagesOf(node.directory).map((directory) => {
    try {
      return openPackage(files, directory, rootName);
    } catch (error) {
      const reason = error instanceof KptError ? error.cause : error;
      if (reason instanceof InvalidKptfileError) throw new KptError('pkg.render', `./${directory}`, error);
      throw new KptError('pkg.Subpackages', `./${directory}`, reason);
    }
  });
}
