/** A function's image taken apart: `registry/path/name:tag@digest`. */
export interface FunctionImage {
  /** Everything before the last slash, with it; empty when the image has none. */
  readonly registry: string;
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/** Where kpt looks for images that are written without a registry. */
export const DEFAULT_IMAGE_PREFIX = 'ghcr.io/kptdev/krm-functions-catalog/';

/** The registries whose images are the published function catalogue (current, old and contributed), and kpt's own. */
export const CATALOGUE_REGISTRIES: readonly string[] = [
  DEFAULT_IMAGE_PREFIX,
  'gcr.io/kpt-fn/',
  'gcr.io/kpt-fn-contrib/',
  'builtins/',
];

export function parseFunctionImage(image: string): FunctionImage {
  const [reference = '', digest = ''] = image.split('@', 2);
  const slash = reference.lastIndexOf('/') + 1;
  const colon = reference.indexOf(':', slash);
  const end = colon < 0 ? reference.length : colon;
  return {
    registry: reference.slice(0, slash),
    name: reference.slice(slash, end),
    tag: colon < 0 ? '' : reference.slice(colon + 1),
    digest,
  };
}

/** kpt's rule for names: without a slash the default prefix goes in front; a missing tag is left for the caller. */
export function withDefaultPrefix(image: string, prefix: string = DEFAULT_IMAGE_PREFIX): string {
  if (image.includes('/')) return image;
  return prefix.endsWith('/') ? prefix + image : `${prefix}/${image}`;
}
