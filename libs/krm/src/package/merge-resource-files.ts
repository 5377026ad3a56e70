import { nodesEqual } from '../document/node-copy';
import { isUntouched } from '../io/untouched';
import { kptMergeRules, matchResources, type ResourceMergeRules } from '../merge/merge-resources';
import { schemasFromCustomResourceDefinitions } from '../schema/custom-resource-schemas';
import { createSchemaRegistry } from '../schema/schema-registry';
import { type ResourceDecision } from './merge-decision';
import type { MergeFormatting, PackageTrees } from './merge-session';
import { mergeTriple } from './merge-triple';
import { type PackageTree } from './package-files';
import {
  joinResources,
  type PlacedResource,
  printResource,
  readPackageResources,
  readResourceFile,
} from './resource-set';

export interface MergedResourceFiles {
  /** The files that hold resources after the merge. */
  files: Map<string, Uint8Array>;
  /** Paths of the files that held resources in any of the packages; those not in `files` are gone. */
  paths: Set<string>;
  decisions: Map<string, ResourceDecision[]>;
}

/**
 * Merges the resources of three packages one by one, with the schemas of Kubernetes and of the custom resources that the
 * updated and the local package define.
 *
 * @param trees own files of each package, without those of subpackages.
 * @param rules kpt's unless given.
 * @throws PorchError (Invalid) for files that are not YAML, duplicate resources, and versions of different shapes.
 */
export function mergeResourceFiles(
  trees: PackageTrees,
  formatting: MergeFormatting,
  rules: ResourceMergeRules = kptMergeRules,
): MergedResourceFiles {
  const original = readPackageResources(trees.original, 'original');
  const updated = readPackageResources(trees.updated, 'updated');
  const local = readPackageResources(trees.local, 'local');
  const definitions = [...updated, ...local].map(({ object }) => object.node);
  const schemas = createSchemaRegistry(schemasFromCustomResourceDefinitions(definitions));
  const paths = new Set([...original, ...updated, ...local].map(({ path }) => path));

  const merged: PlacedResource[] = [];
  const decisions = new Map<string, ResourceDecision[]>();
  for (const triple of matchResources({ original, updated, local }, rules)) {
    const { resource, path, decision } = mergeTriple(triple, rules, schemas);
    if (resource) merged.push(resource);
    if (!decision) continue;
    const ofFile = decisions.get(path);
    if (ofFile) ofFile.push(decision);
    else decisions.set(path, [decision]);
  }
  return { files: writeFiles(merged, trees, formatting), paths, decisions };
}

function writeFiles(
  resources: readonly PlacedResource[],
  trees: PackageTrees,
  formatting: MergeFormatting,
): Map<string, Uint8Array> {
  const byPath = new Map<string, PlacedResource[]>();
  for (const resource of resources) {
    const ofFile = byPath.get(resource.path);
    if (ofFile) ofFile.push(resource);
    else byPath.set(resource.path, [resource]);
  }
  const files = new Map<string, Uint8Array>();
  for (const [path, unsorted] of byPath) {
    const ofFile = unsorted.sort((a, b) => a.index - b.index);
    const untouched =
      formatting === 'preserve' ? untouchedContent(ofFile, path, [trees.local, trees.updated]) : undefined;
    files.set(path, untouched ?? joinResources(ofFile.map((resource) => textOfResource(resource, formatting))));
  }
  return files;
}

/** The content of the first version of a file that holds exactly these resources. */
function untouchedContent(
  resources: readonly PlacedResource[],
  path: string,
  versions: readonly PackageTree[],
): Uint8Array | undefined {
  return versions
    .map((files) => files.get(path))
    .find((content) => {
      if (!content) return false;
      const present = readResourceFile(path, content, 'merged');
      return present.length === resources.length && resources.every((each, index) => isSame(each, present[index]));
    });
}

function isSame(a: PlacedResource, b: PlacedResource | undefined): boolean {
  return b !== undefined && nodesEqual(a.object.node, b.object.node, { comments: true, style: true });
}

/** A resource's text; with `preserve` one that is as it was keeps its own. */
function textOfResource(resource: PlacedResource, formatting: MergeFormatting): string {
  const keeps = formatting === 'preserve' && isUntouched(resource.object);
  return keeps ? resource.object.document.source : printResource(resource);
}
