import type { KrmObject } from '../document/krm-object';
import { nodesEqual } from '../document/node-copy';
import type { FieldDecision, MergeOutcome } from '../merge/field-decision';
import { fateOf, mergeResource, type ResourceMergeRules, type ResourceTriple } from '../merge/merge-resources';
import type { SchemaRegistry } from '../schema/schema-registry';
import { combineOutcomes, type ResourceDecision } from './merge-decision';
import type { PlacedResource } from './resource-set';

type Triple = ResourceTriple<PlacedResource>;

export interface TripleResult {
  /** Undefined where the resource goes. */
  resource: PlacedResource | undefined;
  /** File in which the resource is, or was. */
  path: string;
  /** Undefined where there was nothing to decide. */
  decision: ResourceDecision | undefined;
}

/** Decides and does what becomes of one resource, and where it is written. */
export function mergeTriple(triple: Triple, rules: ResourceMergeRules, schemas: SchemaRegistry): TripleResult {
  const { original, updated, local } = triple;
  const present = (local ?? updated ?? original) as PlacedResource;
  switch (fateOf(triple, rules)) {
    case 'local':
      return result(local, present, original ? 'conflict-local' : 'local');
    case 'updated':
      return result(updated, present, 'upstream');
    case 'drop':
      return result(undefined, present, outcomeOfDrop(triple));
    case 'merge': {
      const { object, fields } = mergeResource(triple, rules, schemas);
      const outcome = combineOutcomes(fields.map((field) => field.outcome));
      const resource = object && { object, ...mergedPlace(triple) };
      return result(resource, resource ?? present, outcome ?? (object ? undefined : 'upstream'), fields);
    }
  }
}

function result(
  resource: PlacedResource | undefined,
  { object, path }: { object: KrmObject; path: string },
  outcome: MergeOutcome | undefined,
  fields: FieldDecision[] = [],
): TripleResult {
  return { resource, path, decision: outcome && { ...object.identity, outcome, fields } };
}

/** A resource that is gone on both sides was decided by nobody; one that is gone here only is kept away. */
function outcomeOfDrop({ original, updated, local }: Triple): MergeOutcome | undefined {
  if (local) return original && nodesEqual(original.object.node, local.object.node) ? 'upstream' : 'conflict-upstream';
  if (!updated || !original) return undefined;
  return nodesEqual(original.object.node, updated.object.node) ? 'local' : 'conflict-local';
}

/** File, place in it and list style are merged like fields: upstream's change counts. */
function mergedPlace({ original, updated, local }: Triple): Omit<PlacedResource, 'object'> {
  const choose = <K extends 'path' | 'index' | 'sequenceIndent'>(key: K): PlacedResource[K] => {
    const [before, upstream, here] = [original, updated, local].map((resource) => resource?.[key]);
    return (before === upstream ? here : upstream) as PlacedResource[K];
  };
  return { path: choose('path'), index: choose('index'), sequenceIndent: choose('sequenceIndent') };
}
