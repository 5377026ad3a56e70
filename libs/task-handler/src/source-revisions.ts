import { isPublished, refused } from '@porch/api';
import { type CachedPackageRevision } from '@porch/repository';

/** @param role how upstream's message calls it: "upstream revision", "source revision", "target upstream revision" */
export function requireNoPlaceholder(revision: CachedPackageRevision, role: string): void {
  if (revision.kind === 'placeholder') {
    throw refused(
      `${role} may not be the placeholder package revision ${revision.key.repository.name}/${revision.key.packageName}`,
    );
  }
}

export function requirePublishedSource(revision: CachedPackageRevision): void {
  if (!isPublished(revision.lifecycle)) throw refused('source revision must be published');
}

export function requirePublishedForUpgrade(revision: CachedPackageRevision): void {
  if (!isPublished(revision.lifecycle)) {
    throw refused(
      `all source PackageRevisions of upgrade task must be published, ${JSON.stringify(revision.name)} is not`,
    );
  }
}
