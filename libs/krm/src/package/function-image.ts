const HOST_COMPONENT = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const HOST = `(?:${HOST_COMPONENT}(?:\\.${HOST_COMPONENT})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const PATH_COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const NAME = `(?:${HOST}/)?${PATH_COMPONENT}(?:/${PATH_COMPONENT})*`;
const TAG = '[\\w][\\w.-]{0,127}';
/** The algorithms that registries know, each with as many digits as it gives. */
const DIGEST = 'sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}';
const IMAGE = new RegExp(`^(${NAME})(?::${TAG})?(?:@(?:${DIGEST}))?$`);

/** Longest name that registries accept. */
const MAX_NAME_LENGTH = 255;
/** Longer references are refused unseen, which bounds the time that matching takes. */
const MAX_IMAGE_LENGTH = 1024;

/**
 * Whether a function image is a valid reference, as container registries define it:
 * `[host[:port]/]path[:tag][@digest]`.
 */
export function isFunctionImage(image: string): boolean {
  if (image.length > MAX_IMAGE_LENGTH) return false;
  const name = IMAGE.exec(image)?.[1];
  return name !== undefined && name.length <= MAX_NAME_LENGTH;
}
