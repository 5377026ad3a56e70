import { type KptfileSummary, type PackageResources, summariseKptfile } from '@porch/repository';
import { rootKptfile } from './edit-kptfile';

/** What the API shows of a package's Kptfile. @throws PorchError Invalid without a root Kptfile */
export function summariseResources(resources: PackageResources): KptfileSummary {
  return summariseKptfile(rootKptfile(resources));
}
