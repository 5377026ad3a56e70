import {
  CONTENT_OMITTED_CONDITION,
  type PackageRevisionObject,
  refused,
  type Task,
  withoutUnsetFields,
} from '@porch/api';
import { isDeepStrictEqual } from 'node:util';
import { type KptfilePatch } from './kptfile-edits';

const APPLICABLE = ['init', 'clone', 'edit', 'upgrade'];

/**
 * The task an update adds, if it adds one. A body without tasks changes none.
 * @throws PorchError Invalid when more than one is added, or one there was is removed or altered
 */
export function newTask(oldTasks: readonly Task[], newTasks: readonly Task[] | undefined): Task | undefined {
  if (newTasks === undefined || newTasks === null) return undefined;
  const kept = oldTasks.every((task, at) =>
    isDeepStrictEqual(withoutUnsetFields(task), withoutUnsetFields(newTasks[at])),
  );
  if (!kept) throw refused('tasks of a package revision cannot be removed or altered; a new one can be added');
  const added = newTasks.slice(oldTasks.length);
  if (added.length > 1) throw refused('task list must not contain more than one task');
  const [task] = added;
  if (task && !APPLICABLE.includes(task.type)) throw refused(`task of type ${JSON.stringify(task.type)} not supported`);
  return task;
}

/** What an update of the object asks of the Kptfile: only what it changes, so that a plain read and write asks nothing. */
export function objectPatch(oldObject: PackageRevisionObject, newObject: PackageRevisionObject): KptfilePatch {
  const { packageMetadata: wanted, readinessGates } = newObject.spec;
  const { packageMetadata: stored, readinessGates: storedGates } = oldObject.spec;
  const stays = (type: string) => type !== CONTENT_OMITTED_CONDITION;
  const conditions = newObject.status?.conditions?.filter((condition) => stays(condition.type));
  const storedConditions = (oldObject.status?.conditions ?? []).filter((condition) => stays(condition.type));
  const differs = <T>(one: T | undefined, other: T): one is T =>
    one !== undefined && one !== null && !isDeepStrictEqual(one, other);
  return {
    metadataMode: 'replace',
    ...(differs(wanted?.labels, stored?.labels ?? {}) ? { labels: wanted?.labels ?? {} } : {}),
    ...(differs(wanted?.annotations, stored?.annotations ?? {}) ? { annotations: wanted?.annotations ?? {} } : {}),
    ...(differs(readinessGates, storedGates ?? []) ? { readinessGates } : {}),
    ...(differs(conditions, storedConditions) ? { conditions } : {}),
  };
}
