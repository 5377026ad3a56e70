/** A Kptfile that cannot be read; the cause says why. */
export class KptfileError extends Error {
  /** The package it belongs to. */
  readonly packagePath: string;

  constructor(packagePath: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`error reading Kptfile at "${packagePath}": ${reason}`, { cause });
    this.name = 'KptfileError';
    this.packagePath = packagePath;
  }
}

/** A package that has no Kptfile. */
export class MissingKptfileError extends Error {
  constructor() {
    super('file does not exist');
    this.name = 'MissingKptfileError';
  }
}

/** A Kptfile of a version that kpt no longer reads. */
export class DeprecatedKptfileError extends Error {
  readonly version: string;

  constructor(version: string) {
    super(`old resource version "${version}" found in Kptfile`);
    this.name = 'DeprecatedKptfileError';
    this.version = version;
  }
}

/** A Kptfile that is of another kind altogether. */
export class UnknownKptfileKindError extends Error {
  /** The group, version and kind in apimachinery's notation. */
  readonly groupVersionKind: string;

  constructor(apiVersion: string, kind: string) {
    const groupVersionKind = `${apiVersion}, Kind=${kind}`;
    super(`unknown resource type "${groupVersionKind}" found in Kptfile`);
    this.name = 'UnknownKptfileKindError';
    this.groupVersionKind = groupVersionKind;
  }
}
