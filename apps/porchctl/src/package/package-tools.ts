/**
 * What works on the YAML inside packages, with the libraries that takes. It is a bundle of its own (see build.mjs): most
 * commands never look into a package and should not wait for it.
 */
export { comparePackages, unifiedDiff } from './compare-packages';
export { previewText, previewUpgrade } from './upgrade-preview';
export { packageToResourceList, resourceListToPackage } from './resource-list';
export { pulledRevision, pulledVersion, revisionMetadataText } from './revision-metadata';
