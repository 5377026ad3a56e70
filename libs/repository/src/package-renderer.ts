import { type RenderStatus } from '@porch/api';
import { type OperationContext } from './operation-context';
import { type PackageResources } from './package-resources';

export interface RenderOutcome {
  /** What the package looks like after the render; after a failure, what kpt would have left (its Kptfile's status, and partial results where the package asks for them). */
  readonly resources: PackageResources;
  readonly renderStatus: RenderStatus;
  /** Undefined on success; otherwise kpt's error text. */
  readonly failure: string | undefined;
}

/** Runs a package's whole pipeline, its subpackages' included, as `kpt fn render` does. */
export interface PackageRenderer {
  /** Rejects only when the render could not be carried out at all (aborted, out of time); a failing function is an outcome. */
  render(resources: PackageResources, context: OperationContext): Promise<RenderOutcome>;
}
