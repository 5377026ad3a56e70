export const PORCH_GROUP = 'porch.kpt.dev';
export const PORCH_API_VERSION = 'porch.kpt.dev/v1alpha1';
export const CONFIG_GROUP = 'config.porch.kpt.dev';
export const CONFIG_API_VERSION = 'config.porch.kpt.dev/v1alpha1';

/** Server-managed label, computed when read and never stored: the highest published revision of its package. */
export const LATEST_REVISION_LABEL = 'kpt.dev/latest-revision';
/** On a PackageRevision: store what a push rendered even when the pipeline failed. */
export const PUSH_ON_RENDER_FAILURE_ANNOTATION = 'porch.kpt.dev/push-on-render-failure';

/** Names a stored kind of object: plural resource and group, `repositories.config.porch.kpt.dev`, `secrets`. */
export type ResourceName = string;
export const REPOSITORIES = 'repositories.config.porch.kpt.dev';
export const PACKAGE_REVISIONS = 'packagerevisions.porch.kpt.dev';
export const PACKAGE_REVISION_RESOURCES = 'packagerevisionresources.porch.kpt.dev';
export const PACKAGES = 'packages.porch.kpt.dev';
/** Where the cache keeps what git cannot hold about a package revision: labels, finalizers, resourceVersion. */
export const PACKAGE_REVS = 'packagerevs.config.porch.kpt.dev';
export const SECRETS = 'secrets';
export const NAMESPACES = 'namespaces';
export const FUNCTION_CONFIGS = 'functionconfigs.config.porch.kpt.dev';

/** A PackageRevision's condition naming files that the API's map of text cannot show. Computed, never stored. */
export const CONTENT_OMITTED_CONDITION = 'ContentOmitted';
