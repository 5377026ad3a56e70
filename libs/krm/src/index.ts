export { YamlNode, type YamlNodeKind, type YamlNodeStyle } from './document/yaml-node';
export { YamlDocument } from './document/yaml-document';
export { YamlSyntaxError, type YamlPosition } from './document/yaml-syntax-error';
export { parseYaml, type ParseYamlOptions } from './document/parse-yaml';
export { printYaml, type PrintYamlOptions, type SequenceIndent } from './document/print-yaml';
export {
  clearField,
  dereference,
  fields,
  getField,
  getKey,
  getString,
  isNull,
  lookupOrCreatePath,
  lookupPath,
  setField,
} from './document/node-access';
export { needsQuotes } from './document/yaml-1-1-string';
export { deepCopy, nodesEqual, type NodeEquality } from './document/node-copy';
export { fromJs, scalarType, stringNode, toJs, type JsonValue } from './document/node-conversion';
export { scalarTag, type ScalarTag } from './document/scalar-type';
export { merge3, type Merge3Flavour, type Merge3Options } from './merge/merge3';
export { overlayResources } from './merge/overlay-resources';
export { kptMergeRules, kyamlMergeRules, type ResourceMergeRules } from './merge/merge-resources';
export { type MergedResourceFiles, mergeResourceFiles } from './package/merge-resource-files';
export { merge2, type Merge2Options } from './merge/merge2';
export { type ListIncreaseDirection } from './merge/merge-walker';
export { type PatchDirective, takePatchDirective } from './merge/patch-directive';
export { type FieldDecision, FieldDecisionRecorder, type MergeOutcome } from './merge/field-decision';
export { createSchemaRegistry, type SchemaRegistry } from './schema/schema-registry';
export { type OpenApiSchema } from './schema/openapi-schema';
export { schemasFromCustomResourceDefinitions } from './schema/custom-resource-schemas';
export { KrmObject, type KrmIdentity } from './document/krm-object';
export {
  addMergeComment,
  setUpstreamIdentifier,
  type MergeKey,
  mergeKeyFromComment,
  UPSTREAM_IDENTIFIER_ANNOTATION,
} from './merge/merge-comment';
export { mergeKptfile, type MergeKptfileInput } from './merge/merge-kptfile';
export {
  ATTRIBUTION_ANNOTATION,
  attributeUsage,
  attributionDisabled,
  type CommandGroup,
} from './attribution/attribute-usage';
export { isFunctionImage } from './package/function-image';
export { readFunctionConfig } from './package/function-config';
export { isKustomization, krmProblem } from './package/krm-check';
export {
  formatKptfileProblem,
  functionConfigPathProblem,
  type KptfileProblem,
  kptfileProblems,
  validateKptfile,
} from './package/kptfile-validation';
export {
  ID_ANNOTATION,
  INDEX_ANNOTATION,
  LEGACY_ID_ANNOTATION,
  LEGACY_INDEX_ANNOTATION,
  LEGACY_PATH_ANNOTATION,
  PATH_ANNOTATION,
  SEQUENCE_INDENT_ANNOTATION,
} from './io/annotation-keys';
export { readResources, type ReadResources, type ReadResourcesOptions } from './io/read-resources';
export { writeResources, type WriteResourcesOptions } from './io/write-resources';
export { resolveAnchors } from './io/resolve-anchors';
export { deriveSequenceIndent } from './io/sequence-indent';
export {
  clearReaderAnnotations,
  copyInternalAnnotations,
  copyLegacyAnnotations,
  defaultPath,
  defaultPathAndIndexAnnotations,
  defaultPathAnnotations,
  differingInternalAnnotations,
  filePlace,
  internalAnnotations,
  setIndex,
  setPath,
  sortByFilePlace,
  type FilePlace,
} from './io/file-annotations';
export { prepareAnnotations, reconcileAnnotations, type AnnotationSnapshot } from './io/reconcile-annotations';
export { compareText } from './document/compare-text';
export { jsonText } from './io/json-text';
export { type PackageTree } from './package/package-files';
export { type FindSubpackagesOptions, findSubpackages, ownFiles, type SubpackageMatcher } from './package/subpackages';
export { copyPackage, type CopyPackageOptions } from './package/copy-package';
export { diffPackages } from './package/diff-packages';
export { type MergeDecision, type ResourceDecision } from './package/merge-decision';
export { type MergeFormatting } from './package/merge-session';
export {
  isUpdateStrategy,
  type MergedPackage,
  mergePackages,
  type MergePackagesInput,
  UPDATE_STRATEGIES,
  type UpdateStrategy,
} from './package/merge-packages';
export { copyComments, type CommentedObject } from './io/copy-comments';
export { syncOrder } from './io/sync-order';
export { type FieldType, formatResource, FORMATTING_ANNOTATION, type FormatOptions } from './io/format-resource';
export { smartSplitPath, splitFieldPath, splitPath } from './io/path-splitter';
export { matchPath, type CreateKind, type MatchPathOptions } from './io/path-matcher';
export { addMergeComments, type AddMergeCommentsOptions } from './package/add-merge-comments';
export { type FetchedPackage, type FetchPackage } from './package/fetch-package';
export { getPackage, type GetPackageInput } from './package/get-package';
export { updatePackage, type UpdatedPackage, type UpdatePackageInput } from './package/update-package';
export {
  type GitLocation,
  type GitLock,
  gitLock,
  gitUpstream,
  setGitLock,
  setGitUpstream,
} from './merge/kptfile-upstream';
export {
  IGNORE_FILE_NAME,
  KRM_FILE_GLOBS,
  packageFilePaths,
  readPackage,
  type PackageFiles,
  type ReadPackageOptions,
} from './io/read-package';
export { IgnoreFile } from './io/ignore-file';
export { writePackage, type WritePackageOptions } from './io/write-package';
export { decodeText } from './io/decode-text';
export { isUntouched } from './io/untouched';
export { FunctionCall, RESOURCE_LIST, type FunctionCallOptions, type FunctionCallResult } from './io/function-call';
export { Kptfile, KPTFILE_NAME } from './kptfile/kptfile';
export type * from './kptfile/kptfile-fields';
export { readKptfileMetadata, type KptfileMetadata } from './kptfile/kptfile-metadata';
export { selectResources, type ResourceSelector } from './io/resource-selector';
