import {
  badRequest,
  dns1123LabelProblems,
  invalidObject,
  LATEST_REVISION_LABEL,
  packageRevisionNameProblems,
  type PackageRevisionObject,
  PORCH_GROUP,
  refused,
  type StatusCause,
  taken,
  type Task,
} from '@porch/api';
import { type PackageRevisionKey } from '@porch/repository';

/**
 * What can be said of a new PackageRevision without looking at anything else (E-1.2, H-2.2).
 * @throws PorchError BadRequest or Invalid
 */
export function validateNewPackageRevision(object: PackageRevisionObject): void {
  const { spec } = object;
  if (!spec.repository) throw badRequest('spec.repositoryName is required');
  const causes: Required<StatusCause>[] = [];
  const cause = (field: string, value: string, message: string) =>
    causes.push({ field, reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${message}` });

  if (object.metadata.labels && Object.hasOwn(object.metadata.labels, LATEST_REVISION_LABEL)) {
    causes.push({
      field: `metadata.labels[${LATEST_REVISION_LABEL}]`,
      reason: 'FieldValueForbidden',
      message: 'Forbidden: label is managed by porch and cannot be set by users',
    });
  }
  const packageName = spec.packageName ?? '';
  const withoutSlashes = packageName.replaceAll('/', '');
  for (const problem of dns1123LabelProblems(withoutSlashes)) cause('spec.packageName', packageName, problem);
  if (packageName !== '' && packageName.split('/').includes('')) {
    cause('spec.packageName', packageName, 'a package path must not start or end with a slash or contain two in a row');
  }
  const workspaceName = spec.workspaceName ?? '';
  for (const problem of dns1123LabelProblems(workspaceName)) cause('spec.workspaceName', workspaceName, problem);
  if (spec.lifecycle && spec.lifecycle !== 'Draft') {
    cause('spec.lifecycle', spec.lifecycle, 'value can be only created as Draft');
  }
  if (causes.length > 0) throw invalidObject('PackageRevision', PORCH_GROUP, object.metadata.name ?? '', causes);

  const problems = packageRevisionNameProblems({ repository: spec.repository, packageName, workspaceName });
  if (problems.length > 0) {
    throw refused(`package revision kubernetes resource name invalid:\n${problems.join('\n')}`);
  }
}

/** The one task of a new revision; without any, Porch initialises the package (E-1.2). */
export function creationTask(object: PackageRevisionObject): Task {
  const tasks = object.spec.tasks ?? [];
  if (tasks.length > 1) throw refused('task list must not contain more than one task');
  return tasks[0] ?? { type: 'init', init: { description: `${object.spec.packageName} description` } };
}

/**
 * Rules that depend on what the repository already holds: workspace uniqueness, clone and init only for new packages,
 * no package inside another. Full paths are compared, never leaves.
 * @throws PorchError AlreadyExists or Invalid, with upstream's texts
 */
export function validateAgainstRepository(
  object: PackageRevisionObject,
  task: Task,
  existing: readonly PackageRevisionKey[],
): void {
  const { repository, packageName = '', workspaceName = '' } = object.spec;
  const samePackage = existing.filter((key) => key.packageName === packageName);
  const twin = samePackage.find((key) => key.workspaceName === workspaceName);
  const startsPackage = task.type === 'init' || task.type === 'clone';

  if (task.type === 'clone' && samePackage.length > 0) {
    throw taken(
      `\`clone\` cannot create a new revision for package "${packageName}" that already exists in repo "${repository}"; ` +
        'make subsequent revisions using `copy`',
    );
  }
  if (twin) {
    throw taken(
      `package revision workspaceNames must be unique; package revision with name ${packageName} in repo ${repository} ` +
        `with workspaceName ${workspaceName} already exists`,
    );
  }
  if (!startsPackage) return;
  if (samePackage.length > 0) throw taken(`package "${packageName}" already exists in repository "${repository}"`);
  const neighbour = existing.find((key) => nested(key.packageName, packageName));
  if (neighbour) {
    throw refused(
      `package path "${packageName}" conflicts with existing package "${neighbour.packageName}": packages cannot be nested`,
    );
  }
}

function nested(one: string, other: string): boolean {
  return one === '' || other === '' || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
}
