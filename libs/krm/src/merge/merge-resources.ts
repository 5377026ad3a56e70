import type { KrmObject } from '../document/krm-object';
import { nodesEqual } from '../document/node-copy';
import { printYaml } from '../document/print-yaml';
import { ATTRIBUTION_ANNOTATION } from '../attribution/attribute-usage';
import type { SchemaRegistry } from '../schema/schema-registry';
import { type FieldDecision, FieldDecisionRecorder } from './field-decision';
import { merge3, type Merge3Flavour } from './merge3';
import { mergeKeyFromComment } from './merge-comment';
import { mergeError } from './merge-error';

/** A resource and the file it is in. */
export interface ResourceInFile {
  readonly object: KrmObject;
  readonly path: string;
}

/** The same resource in the three packages. */
export interface ResourceTriple<R extends ResourceInFile> {
  original?: R;
  updated?: R;
  local?: R;
}

/** What becomes of a resource: the version of one package, a merge of them, or nothing. */
export type ResourceFate = 'local' | 'updated' | 'merge' | 'drop';

/** By what rules the resources of packages are matched and merged. */
export interface ResourceMergeRules {
  readonly flavour: Merge3Flavour;
  /** Resources with the same identity are versions of each other. */
  readonly identity: (resource: ResourceInFile) => string;
  /** Whether a resource that upstream removed stays if it was changed here. */
  readonly changedSurvivesRemoval: boolean;
}

/**
 * kpt's rules. Identity is group (the API version does not count), kind, namespace and name (those of the merge comment if
 * there is one) and file; what was changed here survives its removal upstream.
 */
export const kptMergeRules: ResourceMergeRules = {
  flavour: 'kpt',
  identity: ({ object, path }) => {
    const { namespace, name } = mergeKeyFromComment(object.node) ?? object;
    return JSON.stringify([object.group, object.kind, namespace, name, path]);
  },
  changedSurvivesRemoval: true,
};

/**
 * The rules of kyaml's `Merge3` filter. Identity is API version, kind, namespace, name and, with `matchPath`, the file; what
 * upstream removed goes.
 */
export function kyamlMergeRules(matchPath: boolean): ResourceMergeRules {
  return {
    flavour: 'kyaml',
    identity: ({ object, path }) =>
      JSON.stringify([object.apiVersion, object.kind, object.namespace, object.name, matchPath ? path : '']),
    changedSurvivesRemoval: false,
  };
}

/**
 * Finds the versions of each resource in three packages.
 *
 * @returns the original's resources in order, then those new in the updated package, then those only local.
 * @throws PorchError (Invalid) if one package has a resource twice.
 */
export function matchResources<R extends ResourceInFile>(
  versions: { original: readonly R[]; updated: readonly R[]; local: readonly R[] },
  { identity }: ResourceMergeRules,
): ResourceTriple<R>[] {
  const triples = new Map<string, ResourceTriple<R>>();
  const add = (role: keyof ResourceTriple<R>, nameOfRole: string): void => {
    for (const resource of versions[role]) {
      const id = identity(resource);
      const triple = triples.get(id) ?? {};
      if (triple[role]) {
        throw mergeError(
          `found duplicate "${nameOfRole}" resources in file "${resource.path}", ` +
            'please refer to "update" documentation for the fix',
        );
      }
      triple[role] = resource;
      triples.set(id, triple);
    }
  };
  add('original', 'original');
  add('updated', 'updated');
  add('local', 'dest');
  return [...triples.values()];
}

/** What becomes of a resource by which packages have it: what was deleted here stays deleted. */
export function fateOf(
  { original, updated, local }: ResourceTriple<ResourceInFile>,
  { changedSurvivesRemoval }: ResourceMergeRules,
): ResourceFate {
  if (!updated && !local) return 'drop';
  if (!original) return updated && local ? 'merge' : updated ? 'updated' : 'local';
  if (!local) return 'drop';
  if (updated) return 'merge';
  return changedSurvivesRemoval && !sameText(original.object, local.object) ? 'local' : 'drop';
}

/** Compares resources as they would be printed; the attribution annotation is not the user's doing. */
function sameText(a: KrmObject, b: KrmObject): boolean {
  if (nodesEqual(a.node, b.node, { comments: true, style: true })) return true;
  const [textOfA, textOfB] = [a, b].map((object) => {
    const copy = object.copy();
    copy.deleteAnnotation(ATTRIBUTION_ANNOTATION);
    copy.clearEmptyAnnotations();
    return printYaml(copy.document);
  });
  return textOfA === textOfB;
}

/** Result of merging one resource; undefined where the merge leaves nothing. */
export interface MergedResource {
  object: KrmObject | undefined;
  fields: FieldDecision[];
}

/**
 * Merges the versions of a resource. The local version is changed in place and returned, so that its comments and the order
 * of its fields stay; without one the updated version's are taken.
 */
export function mergeResource(
  { original, updated, local }: ResourceTriple<ResourceInFile>,
  { flavour }: ResourceMergeRules,
  schemas: SchemaRegistry,
): MergedResource {
  const recorder = new FieldDecisionRecorder();
  const nodes = [local, original, updated].map((resource) => resource?.object.node);
  const merged = merge3(nodes[0], nodes[1], nodes[2], { flavour, schemas, recorder });
  const object = local?.object ?? updated?.object;
  if (!merged || !object) return { object: undefined, fields: recorder.decisions };
  object.document.root = merged;
  // Upstream's annotations were all that was there; kpt leaves no empty map behind either.
  object.clearEmptyAnnotations();
  return { object, fields: recorder.decisions };
}
