import { badRequest, isLifecycle } from '@porch/api';
import { type PackageRevisionFilter } from '@porch/repository';
import { type FieldRequirement } from './field-selector';
import { type Selectors } from './object-matcher';

const KPTFILE_LABEL = /^spec\.packageMetadata\.labels\[(?<key>[^\]]+)\]$/;

/** A filter, or the knowledge that nothing can match: two terms ask for different values of one field. */
export type PackageRevisionSelection = { readonly filter: PackageRevisionFilter } | { readonly nothing: true };

/**
 * The filter that selectors over package revisions mean (H-2.1). Only `=` with a value is understood. Unlike
 * upstream, a revision that is no number is refused, and `0` selects the revisions without a number.
 * @throws PorchError BadRequest with upstream's texts
 */
export function packageRevisionSelection(selectors: Selectors): PackageRevisionSelection {
  let filter: PackageRevisionFilter = {
    ...(selectors.namespace === undefined ? {} : { namespace: selectors.namespace }),
    ...(selectors.labels.length === 0 ? {} : { labelSelector: selectors.labels }),
  };
  for (const requirement of selectors.fields) {
    const part = filterPart(requirement);
    if (contradicts(filter, part)) return { nothing: true };
    const kptfileLabels = { ...filter.kptfileLabels, ...part.kptfileLabels };
    filter = { ...filter, ...part, ...(Object.keys(kptfileLabels).length > 0 ? { kptfileLabels } : {}) };
  }
  return { filter };
}

function filterPart({ field, operator, value }: FieldRequirement): PackageRevisionFilter {
  const labelKey = KPTFILE_LABEL.exec(field)?.groups?.['key'];
  if (labelKey === undefined && !Object.hasOwn(PARTS, field)) {
    throw badRequest(`"${field}" is not a known field selector`);
  }
  if (operator !== '=') throw badRequest(`unsupported fieldSelector operator "${operator}" for field "${field}"`);
  if (value === '') throw unsupportedValue(field, value);
  if (labelKey !== undefined) return { kptfileLabels: { [labelKey]: value } };
  return (PARTS[field] as (value: string) => PackageRevisionFilter)(value);
}

const PARTS: Readonly<Record<string, (value: string) => PackageRevisionFilter>> = {
  'metadata.name': (name) => ({ name }),
  'metadata.namespace': (namespace) => ({ namespace }),
  'spec.packageName': (packageName) => ({ packageName }),
  'spec.repository': (repository) => ({ repository }),
  'spec.workspaceName': (workspaceName) => ({ workspaceName }),
  'spec.revision': (value) => {
    const digits = value.replace(/^v/, '');
    if (!/^-?\d{1,9}$/.test(digits)) throw unsupportedValue('spec.revision', value);
    return { revision: Number(digits) };
  },
  'spec.lifecycle': (value) => {
    if (!isLifecycle(value)) throw unsupportedValue('spec.lifecycle', value);
    return { lifecycles: [value] };
  },
};

const unsupportedValue = (field: string, value: string) =>
  badRequest(`unsupported fieldSelector value "${value}" for field "${field}"`);

function contradicts(filter: PackageRevisionFilter, part: PackageRevisionFilter): boolean {
  return Object.entries(part).some(([name, value]) => {
    const earlier = filter[name as keyof PackageRevisionFilter];
    if (earlier === undefined) return false;
    if (name !== 'kptfileLabels') return JSON.stringify(earlier) !== JSON.stringify(value);
    const labels = earlier as Record<string, string>;
    return Object.entries(value as Record<string, string>).some(
      ([key, wanted]) => Object.hasOwn(labels, key) && labels[key] !== wanted,
    );
  });
}
