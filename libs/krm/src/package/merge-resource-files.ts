import { nodesEqual } from '../document/node-copy';
import type { KrmObject } from '../document/krm-object';
import type { MergeOutcome } from '../merge/field-decision';
import { fateOf, matchResources, mergeResource, type ResourceTriple } from '../merge/merge-resources';
import { schemasFromCustomResourceDefinitions } from '../schema/custom-resource-schemas';
import { createSchemaRegistry, type SchemaRegistry } from '../schema/schema-registry';
import { combineOutcomes, type ResourceDecision } from './merge-decision';
import type { MergeFormatting, PackageTrees } from './merge-session';
import { type PackageFiles } from './package-files';
import { joinResources, type PlacedResource, printResource, readPackageResources } from './resource-set';

type Triple = ResourceTriple<PlacedResource>;

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
 * @throws PorchError (Invalid) for files that are not YAML, duplicate resources, and versions of different shapes.
 */
export function mergeResourceFiles(trees: PackageTrees, formatting: MergeFormatting): MergedResourceFiles {
  const original = readPackageResources(trees.original, 'original');
  const updated = readPackageResources(trees.updated, 'updated');
  const local = readPackageResources(trees.local, 'local');
  const definitions = [...updated, ...local].map(({ object }) => object.node);
  const schemas = createSchemaRegistry(schemasFromCustomResourceDefinitions(definitions));
  const paths = new Set([...original, ...updated, ...local].map(({ path }) => path));

  const merged: PlacedResource[] = [];
  const decisions = new Map<string, ResourceDecision[]>();
  for (const triple of matchResources(original, updated, local)) {
    const { resource, decision } = mergeTriple(triple, schemas);
    if (resource) merged.push(resource);
    if (decision) {
      const path = (triple.local ?? triple.updated ?? (triple.original as PlacedResource)).path;
      decisions.set(path, [...(decisions.get(path) ?? []), decision]);
    }
  }
  return { files: writeFiles(merged, trees, formatting), paths, decisions };
}

function mergeTriple(
  triple: Triple,
  schemas: SchemaRegistry,
): { resource?: PlacedResource; decision?: ResourceDecision } {
  const { original, updated, local } = triple;
  const decided = (object: KrmObject, outcome: MergeOutcome | undefined, fields: ResourceDecision['fields'] = []) =>
    outcome && { decision: { ...object.identity, outcome, fields } };
  switch (fateOf(triple)) {
    case 'local': {
      const { object } = local as PlacedResource;
      return { resource: local as PlacedResource, ...decided(object, original ? 'conflict-local' : 'local') };
    }
    case 'updated':
      return { resource: updated as PlacedResource, ...decided((updated as PlacedResource).object, 'upstream') };
    case 'drop':
      return { ...decided((local ?? (original as PlacedResource)).object, outcomeOfDrop(triple)) };
    case 'merge': {
      const place = local as PlacedResource;
      const { object, fields } = mergeResource(triple, schemas);
      const outcome = combineOutcomes(fields.map((field) => field.outcome));
      if (!object) return { ...decided(place.object, outcome ?? 'upstream', fields) };
      return { resource: { ...place, object, ...mergedPlace(triple) }, ...decided(object, outcome, fields) };
    }
  }
}

/** A resource that is gone on both sides was decided by nobody; one that is gone here only is kept away. */
function outcomeOfDrop({ original, updated, local }: Triple): MergeOutcome | undefined {
  if (local) return 'upstream';
  if (!updated || !original) return undefined;
  return nodesEqual(original.object.node, updated.object.node) ? 'local' : 'conflict-local';
}

/** Place in the file and list style are merged like fields: upstream's change counts. */
function mergedPlace({ original, updated, local }: Triple): Pick<PlacedResource, 'index' | 'sequenceIndent'> {
  const choose = <K extends 'index' | 'sequenceIndent'>(key: K): PlacedResource[K] => {
    const [before, upstream, here] = [original, updated, local].map((resource) => resource?.[key]);
    return (before === upstream ? here : upstream) as PlacedResource[K];
  };
  return { index: choose('index'), sequenceIndent: choose('sequenceIndent') };
}

function writeFiles(
  resources: readonly PlacedResource[],
  trees: PackageTrees,
  formatting: MergeFormatting,
): Map<string, Uint8Array> {
  const byPath = new Map<string, PlacedResource[]>();
  for (const resource of resources) byPath.set(resource.path, [...(byPath.get(resource.path) ?? []), resource]);
  const files = new Map<string, Uint8Array>();
  for (const [path, unsorted] of byPath) {
    const ofFile = unsorted.sort((a, b) => a.index - b.index);
    const untouched =
      formatting === 'preserve' ? untouchedContent(ofFile, path, [trees.local, trees.updated]) : undefined;
    files.set(path, untouched ?? joinResources(resourceTexts(ofFile, path, trees, formatting)));
  }
  return files;
}

/** The content of the first version of a file that holds exactly these resources. */
function untouchedContent(
  resources: readonly PlacedResource[],
  path: string,
  versions: readonly PackageFiles[],
): Uint8Array | undefined {
  return versions
    .map((files) => files.get(path))
    .find((content) => {
      if (!content) return false;
      const present = readPackageResources(new Map([[path, content]]), 'merged');
      return (
        present.length === resources.length && resources.every((each, index) => sameResource(each, present[index]))
      );
    });
}

/** Texts of a file's resources; with `preserve` those that are as they were locally keep theirs. */
function resourceTexts(
  resources: readonly PlacedResource[],
  path: string,
  trees: PackageTrees,
  formatting: MergeFormatting,
): string[] {
  const content = formatting === 'preserve' ? trees.local.get(path) : undefined;
  const before = content ? readPackageResources(new Map([[path, content]]), 'local') : [];
  return resources.map((resource) => {
    const same = before.find((candidate) => sameResource(resource, candidate));
    return same ? same.object.document.source : printResource(resource);
  });
}

function sameResource(a: PlacedResource, b: PlacedResource | undefined): boolean {
  return b !== undefined && nodesEqual(a.object.node, b.object.node, { comments: true, style: true });
}
