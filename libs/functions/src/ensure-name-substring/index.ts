export { renameDependsOn, type NewNameOf } from './depends-on-names';
export { ensureNames, ensureNameSubstring } from './ensure-name-substring';
export { readEnsureNameSubstringConfig } from './ensure-name-substring-config';
export { updateReferences, type NamedResource } from './name-reference-filter';
