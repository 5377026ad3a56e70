import { createHash } from 'node:crypto';
import { dns1123LabelProblems, dns1123SubdomainProblems } from './dns-names';

/** What a PackageRevision's Kubernetes name is made of. `packageName` is the full path inside the repository. */
export interface PackageRevisionNameParts {
  repository: string;
  packageName: string;
  workspaceName: string;
}

/** `<repository>.<package path, slashes as dots>.<workspace>` (E-3.2). */
export function composePackageRevisionName(parts: PackageRevisionNameParts): string {
  return `${composePackageName(parts.repository, parts.packageName)}.${parts.workspaceName}`;
}

/** The name of a PorchPackage: as a revision's, without the workspace. A package at the root has only the repository. */
export function composePackageName(repository: string, packageName: string): string {
  return packageName === '' ? repository : `${repository}.${packageName.replaceAll('/', '.')}`;
}

/**
 * Splits a PackageRevision name. The repository ends at the first dot; the workspace starts after the last one, except
 * that a trailing `.v1.2.3` is one workspace (E-3.2). Undefined when there are not at least three parts.
 */
export function parsePackageRevisionName(name: string): PackageRevisionNameParts | undefined {
  const firstDot = name.indexOf('.');
  const version = /\.(v[0-9.]*[0-9])$/.exec(name);
  const lastDot = version ? version.index : name.lastIndexOf('.');
  if (firstDot <= 0 || lastDot <= firstDot || lastDot === name.length - 1) return undefined;
  return {
    repository: name.slice(0, firstDot),
    packageName: name.slice(firstDot + 1, lastDot).replaceAll('.', '/'),
    workspaceName: name.slice(lastDot + 1),
  };
}

/** The texts of the broken naming rules (E-3.2), empty when the name is good. */
export function packageRevisionNameProblems(parts: PackageRevisionNameParts): string[] {
  const problems: string[] = [];
  const label = (what: string, value: string) => {
    for (const problem of dns1123LabelProblems(value)) problems.push(`${what} "${value}" invalid: ${problem}`);
  };
  label('repository name', parts.repository);
  const segments = parts.packageName.split('/');
  label('package name', segments.at(-1) ?? '');
  const path = segments.slice(0, -1).join('/');
  if (path !== '') {
    if (segments.slice(0, -1).includes('')) problems.push(`package path "${path}" invalid: it has an empty segment`);
    label('package path', path.replaceAll('/', ''));
  }
  // A dotted version is one workspace; its dots count as dashes (E-3.2).
  const workspace = /^v[0-9.]*[0-9]$/.test(parts.workspaceName)
    ? parts.workspaceName.replaceAll('.', '-')
    : parts.workspaceName;
  label('workspace name', workspace);
  const name = composePackageRevisionName(parts);
  for (const problem of dns1123SubdomainProblems(name)) problems.push(`name "${name}" invalid: ${problem}`);
  return problems;
}

const UID_NAMESPACE = Buffer.from('aac71d915c67456f8fd2902ef6da820e', 'hex');

/** The UID of a PackageRevision: UUIDv5 of its identity, stable across deletion and recreation (E-3.2). */
export function packageRevisionUid(namespace: string, name: string): string {
  const identity = `packagerevision:porch.kpt.dev/v1alpha1/${namespace}/${name}`.toLowerCase();
  return uuidVersion5(identity);
}

/** The UID of a PorchPackage, by the same rule under its own identity. */
export function packageUid(namespace: string, name: string): string {
  return uuidVersion5(`package:porch.kpt.dev/v1alpha1/${namespace}/${name}`.toLowerCase());
}

function uuidVersion5(identity: string): string {
  const bytes = createHash('sha1').update(UID_NAMESPACE).update(identity).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
