import { isAlreadyHandled, KptError, rootCause } from '../errors/kpt-error';
import {
  DeprecatedKptfileError,
  KptfileError,
  MissingKptfileError,
  UnknownKptfileKindError,
} from '../kptfile/kptfile-error';
import { InvalidKptfileError } from '../pipeline/load-package';

/**
 * What kpt's command line prints of an error: nothing when it has been reported already, a text of its own for Kptfiles
 * that cannot be used, else the innermost cause.
 * @param pathOf how a package (`.` or `./path`) is called to the user
 */
export function errorText(error: unknown, pathOf: (packagePath: string) => string = (path) => path): string {
  if (isAlreadyHandled(error)) return '';
  const cause = rootCause(error);
  if (cause instanceof KptfileError) return kptfileErrorText(cause, pathOf(cause.packagePath));
  const message = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof InvalidKptfileError) return `${message}\n`;
  return error instanceof KptError ? `Error: ${message} \n` : `error: ${message}\n`;
}

function kptfileErrorText({ cause }: KptfileError, path: string): string {
  const quoted = JSON.stringify(path);
  if (cause instanceof MissingKptfileError) return `Error: No Kptfile found at ${quoted}. \n`;
  if (cause instanceof UnknownKptfileKindError) {
    return `Error: Kptfile at ${quoted} has an unknown resource type ("${cause.groupVersionKind}"). \n`;
  }
  if (cause instanceof DeprecatedKptfileError) {
    const advice =
      cause.version === 'v1alpha1'
        ? 'Please update the package to the latest format by following https://kpt.dev/installation/migration.'
        : 'Please run "kpt fn eval <PKG_PATH> -i ghcr.io/kptdev/krm-functions-catalog/fix:latest --include-meta-resources" to upgrade the package and retry.';
    return `Error: Kptfile at ${quoted} has an old version ("${cause.version}") of the Kptfile schema.\n${advice} \n`;
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return `Error: Kptfile at ${quoted} can't be read.\n\nDetails:\n${reason} \n`;
}
