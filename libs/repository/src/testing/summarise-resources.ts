import { fileText, type PackageResources } from '../package-resources';
import { type KptfileSummary } from '../package-revision';
import { summariseKptfile } from '../summarise-kptfile';

/** What the API shows of a package's root Kptfile; nothing of one that cannot be read. */
export function summariseResources(resources: PackageResources): KptfileSummary {
  const file = resources.get('Kptfile');
  return summariseKptfile((file && fileText(file)) ?? '');
}
