import { applySetters } from './apply-setters/apply-setters';
import { createCatalogue, type FunctionCatalogue } from './function-catalogue';
import { type KrmFunction } from './krm-function';
import { setLabels } from './set-labels/set-labels';
import { setNamespace } from './set-namespace/set-namespace';

/** Every function this library has, by name. */
export const BUILT_IN_FUNCTIONS: readonly KrmFunction[] = [applySetters, setLabels, setNamespace];

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
