import { type CommandIo } from '../session/command-io';
import { UsageError } from '../session/command-error';

const SERVED = 'v1alpha1';

/**
 * Upstream's switch to another version of the PackageRevision API. Only v1alpha1 is served.
 * @throws UsageError naming the version asked for and where it was asked for
 */
export function checkApiVersion(flag: string | undefined, io: CommandIo): void {
  const variable = io.env['PORCHCTL_API_VERSION'] || undefined;
  const asked = flag ?? variable;
  if (asked === undefined || asked === SERVED) return;
  const where = flag === undefined ? 'PORCHCTL_API_VERSION' : '--api-version';
  throw new UsageError(`API version "${asked}" (${where}) is not served; use ${SERVED}`);
}

export function refuseV1alpha2Registration(): never {
  throw new UsageError(`API version "v1alpha2" (--v1alpha2) is not served; use ${SERVED}`);
}
