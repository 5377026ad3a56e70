import { packagePathsProblem } from '../package-path';
import { type PackageResources } from '../package-resources';

/** The first reason why a file set is no package: a path it may not hold, or no Kptfile at its root. */
export function packageProblem(resources: PackageResources): string | undefined {
  const problem = packagePathsProblem(resources.keys());
  if (problem) return `path "${problem.path}" is not allowed: ${problem.message}`;
  return resources.has('Kptfile') ? undefined : 'package must contain Kptfile at root';
}
