import { packageRevisionNameProblems, PorchError } from '@porch/api';
import { type PackageRevisionKey } from '@porch/repository';

/** @throws PorchError Invalid naming every broken rule */
export function checkRevisionName({ repository, packageName, workspaceName }: PackageRevisionKey): void {
  const parts = { repository: repository.name, packageName: packageName === '' ? 'root' : packageName, workspaceName };
  const problems = packageRevisionNameProblems(parts);
  if (problems.length > 0) throw new PorchError('Invalid', problems.join('; '));
}
