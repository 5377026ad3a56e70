import { PorchError } from '@porch/api';
import { type KptfileSummary } from '@porch/repository';

/**
 * Whether a package may be proposed or approved: its contents rendered, and every readiness gate it declares is True.
 * @param relaxGates a server's choice to leave the gates to its clients, as upstream does
 * @throws PorchError Invalid naming what is not ready
 */
export function requireReady(kptfile: KptfileSummary, relaxGates: boolean): void {
  const rendered = kptfile.conditions.find((condition) => condition.type === 'Rendered');
  if (rendered?.status === 'False') {
    throw notReady(`the package does not render: ${rendered.message ?? rendered.reason ?? 'its last render failed'}`);
  }
  if (relaxGates) return;
  const unmet = kptfile.readinessGates
    .map((gate) => gate.conditionType)
    .filter((type) => kptfile.conditions.find((condition) => condition.type === type)?.status !== 'True');
  if (unmet.length > 0) throw notReady(`waiting for ${unmet.map((type) => `condition ${type}`).join(', ')} to be True`);
}

function notReady(detail: string): PorchError {
  return new PorchError('Invalid', `readiness conditions not met: ${detail}`);
}
