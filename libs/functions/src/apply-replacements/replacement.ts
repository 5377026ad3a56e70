import { toJs, type YamlNode } from '@porch/krm';
import { fieldOf } from '../object/node-fields';

/** Which resources are meant; an empty part means any. */
export interface ResourceSelector {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

export interface TargetResourceSelector extends ResourceSelector {
  readonly labelSelector?: string;
  readonly annotationSelector?: string;
}

export interface FieldOptions {
  /** Splits a text into parts of which `index` names one. */
  readonly delimiter?: string;
  readonly index?: number;
  /** Makes what is missing on the way to the field. */
  readonly create?: boolean;
}

export interface ReplacementSource extends ResourceSelector {
  /** Default `metadata.name`. */
  readonly fieldPath?: string;
  readonly options?: FieldOptions;
}

export interface ReplacementTarget {
  readonly select?: TargetResourceSelector;
  readonly reject?: readonly TargetResourceSelector[];
  readonly fieldPaths?: readonly string[];
  readonly options?: FieldOptions;
}

/** One of kustomize's replacements: a value out of one resource, and where it goes. */
export interface Replacement {
  readonly source?: ReplacementSource;
  /** A value that is given instead of a source. */
  readonly sourceValue?: string;
  readonly targets?: readonly ReplacementTarget[];
}

export const DEFAULT_FIELD_PATH = 'metadata.name';

/** The `replacements` of a configuration. */
export function readReplacements(config: YamlNode): readonly Replacement[] {
  const replacements = fieldOf(config, 'replacements');
  return replacements?.kind === 'sequence' ? (toJs(replacements) as unknown as readonly Replacement[]) : [];
}
