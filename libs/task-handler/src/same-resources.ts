import { type PackageResources } from '@porch/repository';

/** Whether two packages hold the same bytes with the same modes. */
export function sameResources(one: PackageResources, other: PackageResources): boolean {
  if (one === other) return true;
  if (one.size !== other.size) return false;
  for (const [path, file] of one) {
    const twin = other.get(path);
    if (!twin || twin.mode !== file.mode || Buffer.compare(twin.content, file.content) !== 0) return false;
  }
  return true;
}
