/** An image's last path element and tag, a digest left out: `registry/set-labels:v1@sha256:…` is `set-labels` and `v1`. */
export function baseNameAndTag(image: string): { readonly name: string; readonly tag: string } {
  const withoutDigest = image.split('@', 1)[0] ?? '';
  const base = withoutDigest.slice(withoutDigest.lastIndexOf('/') + 1);
  const colon = base.indexOf(':');
  return colon < 0 ? { name: base, tag: '' } : { name: base.slice(0, colon), tag: base.slice(colon + 1) };
}

/** The image without tag and digest. */
export function imageRepository(image: string): string {
  const withoutDigest = image.split('@', 1)[0] ?? '';
  const slash = withoutDigest.lastIndexOf('/');
  const colon = withoutDigest.indexOf(':', slash + 1);
  return colon < 0 ? withoutDigest : withoutDigest.slice(0, colon);
}

export function hasTagOrDigest(image: string): boolean {
  return image.includes('@') || image.slice(image.lastIndexOf('/') + 1).includes(':');
}
