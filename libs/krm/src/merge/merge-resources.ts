import type { KrmObject } from '../document/krm-object';
import { nodesEqual } from '../document/node-copy';
import { printYaml } from '../document/print-yaml';
import { ATTRIBUTION_ANNOTATION } from '../attribution/attribute-usage';
import type { SchemaRegistry } from '../schema/schema-registry';
import { type FieldDecision, FieldDecisionRecorder } from './field-decision';
import { merge3 } from './merge3';
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

/**
 * Finds the versions of each resource in three packages. Two are the same if they agree in group (the API version does not
 * count), kind, namespace and name (those of the merge comment if there is one) and file.
 *
 * @returns the original's resources in order, then those new in the updated package, then those only local.
 * @throws PorchError (Invalid) if one package has a resource twice.
 */
export function matchResources<R extends ResourceInFile>(
  original: readonly R[],
  updated: readonly R[],
  local: readonly R[],
): ResourceTriple<R>[] {
  const triples = new Map<string, ResourceTriple<R>>();
  const add = (resources: readonly R[], role: keyof ResourceTriple<R>, nameOfRole: string): void => {
    for (const resource of resources) {
      const id = identityOf(resource);
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
  add(original, 'original', 'original');
  add(updated, 'updated', 'updated');
  add(local, 'local', 'dest');
  return [...triples.values()];
}

function identityOf({ object, path }: ResourceInFile): string {
  const { namespace, name } = mergeKeyFromComment(object.node) ?? object;
  return JSON.stringify([object.group, object.kind, namespace, name, path]);
}

/** kpt's rule: what upstream dropped goes only if nobody changed it here; what was deleted here stays deleted. */
export function fateOf({ original, updated, local }: ResourceTriple<ResourceInFile>): ResourceFate {
  if (!updated && !local) return 'drop';
  if (!original) return updated && local ? 'merge' : updated ? 'updated' : 'local';
  if (!local) return 'drop';
  if (!updated) return sameText(original.object, local.object) ? 'drop' : 'local';
  return 'merge';
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
 * Merges the versions of a resource by kpt's rules. The local version is changed in place and returned, so that its
 * comments and the order of its fields stay; without one the updated version's are taken.
 */
export function mergeResource(
  { original, updated, local }: ResourceTriple<ResourceInFile>,
  schemas: SchemaRegistry,
): MergedResource {
  const recorder = new FieldDecisionRecorder();
  const merged = merge3(local?.object.node, original?.object.node, updated?.object.node, {
    flavour: 'kpt',
    schemas,
    recorder,
  });
  const object = local?.object ?? updated?.object;
  if (!merged || !object) return { object: undefined, fields: recorder.decisions };
  object.document.root = merged;
  return { object, fields: recorder.decisions };
}
