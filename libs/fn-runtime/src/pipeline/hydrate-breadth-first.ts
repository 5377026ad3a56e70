import { type KrmObject } from '@porch/krm';
import { KptError } from '../errors/kpt-error';
import { openSubpackages, readTracked } from './hydrate-depth-first';
import { type PackageNode } from './package-node';
import { PACKAGE_PATH_ANNOTATION } from './path-rules';
import { type RenderSession } from './render-session';
import { PipelineError, runPipeline } from './run-pipeline';

/**
 * The order of packages annotated `kpt.dev/bfs-rendering`: all packages are read first; then, level by level from the
 * root, each works on its own resources and those of everything below it, which are dealt back to their packages.
 * A quirk that is kept: a package whose resources a parent took away entirely keeps what it had.
 *
 * @throws KptError (`pkg.render`)
 */
export async function hydrateBreadthFirst(root: PackageNode, session: RenderSession): Promise<readonly KrmObject[]> {
  const nodes: PackageNode[] = [];
  const children = new Map<PackageNode, PackageNode[]>();
  try {
    for (const queue = [root]; queue.length > 0;) {
      const node = queue.shift()!;
      nodes.push(node);
      session.packages++;
      node.resources = readTracked(node, session);
      const below = openSubpackages(node, session);
      children.set(node, below);
      queue.push(...below);
    }
    for (const node of nodes) await runNode(node, nodes, children, session);
  } catch (error) {
    if (session.context.signal.aborted) throw error;
    root.resources = nodes.flatMap(({ resources }) => resources);
    throw new KptError('pkg.render', root.path, error);
  }
  root.resources = nodes.flatMap(({ resources }) => resources);
  return root.resources;
}

async function runNode(
  node: PackageNode,
  nodes: readonly PackageNode[],
  children: ReadonlyMap<PackageNode, readonly PackageNode[]>,
  session: RenderSession,
): Promise<void> {
  const input = [node, ...descendantsOf(node, children)].flatMap(({ resources }) => resources);
  try {
    deal(await runPipeline(node, input, session), node, nodes);
  } catch (error) {
    if (!session.context.signal.aborted) deal(error instanceof PipelineError ? error.resources : input, node, nodes);
    throw error;
  }
}

function descendantsOf(node: PackageNode, children: ReadonlyMap<PackageNode, readonly PackageNode[]>): PackageNode[] {
  return (children.get(node) ?? []).flatMap((child) => [child, ...descendantsOf(child, children)]);
}

function deal(resources: readonly KrmObject[], current: PackageNode, nodes: readonly PackageNode[]): void {
  const byPackage = new Map<string, KrmObject[]>();
  for (const resource of resources) {
    const path = resource.getAnnotation(PACKAGE_PATH_ANNOTATION) || current.path;
    const list = byPackage.get(path);
    if (list) list.push(resource);
    else byPackage.set(path, [resource]);
  }
  for (const node of nodes) {
    const own = byPackage.get(node.path);
    if (own) node.resources = own;
    else if (node === current) node.resources = [];
  }
}
