import { applyReplacements } from './apply-replacements/apply-replacements';
import { applySetters } from './apply-setters/apply-setters';
import { createSetters } from './create-setters/create-setters';
import { deleteAnnotations } from './delete-annotations/delete-annotations';
import { ensureNameSubstring } from './ensure-name-substring/ensure-name-substring';
import { format } from './format/format';
import { createCatalogue, type FunctionCatalogue } from './function-catalogue';
import { genPkgContext } from './gen-pkg-context/gen-pkg-context';
import { type KrmFunction } from './krm-function';
import { kubeconform } from './kubeconform/kubeconform';
import { listSetters } from './list-setters/list-setters';
import { removeLocalConfigResources } from './remove-local-config-resources/remove-local-config-resources';
import { searchReplace } from './search-replace/search-replace';
import { setAnnotations } from './set-annotations/set-annotations';
import { setEnforcementAction } from './set-enforcement-action/set-enforcement-action';
import { setImage } from './set-image/set-image';
import { setLabels } from './set-labels/set-labels';
import { setNamePrefix } from './set-name-prefix/set-name-prefix';
import { setNamespace } from './set-namespace/set-namespace';
import { setProjectId } from './set-project-id/set-project-id';
import { starlark } from './starlark/starlark';
import { upsertResource } from './upsert-resource/upsert-resource';

/** Every function this library has. */
export const BUILT_IN_FUNCTIONS: readonly KrmFunction[] = [
  applyReplacements,
  applySetters,
  createSetters,
  deleteAnnotations,
  ensureNameSubstring,
  format,
  genPkgContext,
  kubeconform,
  listSetters,
  removeLocalConfigResources,
  searchReplace,
  setAnnotations,
  setEnforcementAction,
  setImage,
  setLabels,
  setNamePrefix,
  setNamespace,
  setProjectId,
  starlark,
  upsertResource,
];

export interface FunctionCatalogueSettings {
  /** Functions of one's own; one that has a built-in's name takes its place. */
  readonly additional?: readonly KrmFunction[];
  /** See {@link createCatalogue}. */
  readonly registries?: readonly string[];
}

/** The catalogue of all built-in functions, with one's own added. */
export function createFunctionCatalogue(settings: FunctionCatalogueSettings = {}): FunctionCatalogue {
  const additional = settings.additional ?? [];
  const taken = new Set(additional.map(({ name }) => name));
  const functions = [...BUILT_IN_FUNCTIONS.filter(({ name }) => !taken.has(name)), ...additional];
  return createCatalogue(settings.registries ? { functions, registries: settings.registries } : { functions });
}
