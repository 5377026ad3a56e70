import { type PackageRevisionObject } from '@porch/api';
import { CommandError } from '../../session/command-error';

/** @throws CommandError unless every readiness gate has its condition True (Porch's PackageRevisionIsReady) */
export function requireReady({ spec, status }: PackageRevisionObject): void {
  const ready = (spec.readinessGates ?? []).every(({ conditionType }) =>
    status?.conditions?.some((condition) => condition.type === conditionType && condition.status === 'True'),
  );
  if (!ready) throw new CommandError('readiness conditions not met');
}
