/** What to put in the place of images of one name (kustomize). */
export interface ImageReplacement {
  readonly name: string;
  readonly newName?: string | undefined;
  readonly newTag?: string | undefined;
  /** A suffix to the tag that is there, where neither a new tag nor a digest takes its place. */
  readonly tagSuffix?: string | undefined;
  /** Wins over `newTag`. */
  readonly digest?: string | undefined;
}

interface ImageParts {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/** Takes an image apart; a colon in the registry's host belongs to the name. */
export function splitImage(image: string): ImageParts {
  const at = image.indexOf('@');
  const withoutDigest = at < 0 ? image : image.slice(0, at);
  const slash = withoutDigest.indexOf('/');
  const colon = withoutDigest.indexOf(':', slash < 0 ? 0 : slash);
  return {
    name: colon < 0 ? withoutDigest : withoutDigest.slice(0, colon),
    tag: colon < 0 ? '' : withoutDigest.slice(colon + 1),
    digest: at < 0 ? '' : image.slice(at + 1),
  };
}

/** Whether an image has this name, with or without tag and digest. */
export function isImageNamed(image: string, name: string): boolean {
  const rest = image.startsWith(name) ? image.slice(name.length) : undefined;
  return rest !== undefined && /^(?::[a-zA-Z0-9_.{}-]*)?(?:@sha256:[a-zA-Z0-9_.{}-]*)?$/.test(rest);
}

/** The image that takes another's place; a new tag or digest drops the old tag and digest. */
export function replaceImage(image: string, replacement: ImageReplacement): string {
  const parts = splitImage(image);
  const { newName, newTag, tagSuffix, digest } = replacement;
  let tag = parts.tag;
  let pinned = parts.digest;
  if (newTag && digest) {
    tag = newTag;
    pinned = digest;
  } else if (newTag) {
    tag = newTag;
    pinned = '';
  } else if (digest) {
    tag = '';
    pinned = digest;
  } else if (tagSuffix) {
    tag += tagSuffix;
    pinned = '';
  }
  return (newName || parts.name) + (tag === '' ? '' : `:${tag}`) + (pinned === '' ? '' : `@${pinned}`);
}
