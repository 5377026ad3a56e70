import { refused } from '@porch/api';
import { type OperationContext, type PackageResources, type PackageRevisionKey } from '@porch/repository';
import { taskResources, withObjectMetadata } from './apply-task';
import { newTask, objectPatch } from './object-changes';
import { editKptfile } from './edit-kptfile';
import { replaceResources } from './replace-resources';
import { sameResources } from './same-resources';
import { type TaskHandler } from './task-handler-contract';
import { type TaskHandlerOptions } from './task-handler-options';

/** Makes a task handler over a renderer, a resolver of package revisions and a fetcher of foreign upstreams. */
export function createTaskHandler(options: TaskHandlerOptions): TaskHandler {
  const render = (resources: PackageResources, { repository }: PackageRevisionKey, context: OperationContext) =>
    options.renderer.render(resources, { ...context, namespace: repository.namespace });

  /** Renders for an operation that must not go on when it fails. */
  const rendered = async (
    resources: PackageResources,
    key: PackageRevisionKey,
    context: OperationContext,
  ): Promise<PackageResources> => {
    const outcome = await render(resources, key, context);
    if (outcome.failure !== undefined) {
      throw refused(
        'Error rendering package in kpt function pipeline. Package NOT pushed to remote. ' +
          `Fix locally (until 'kpt fn render' succeeds) and retry. Details: ${outcome.failure}`,
      );
    }
    return outcome.resources;
  };

  return {
    async applyTask(draft, repository, packageRevision, packageConfig, context) {
      const tasks = packageRevision.spec.tasks ?? [];
      const [task] = tasks;
      if (tasks.length !== 1 || !task) throw refused('task list must not contain more than one task');
      const current = await draft.getResources(context);
      const made = await taskResources(options, task, current, draft.key, repository, packageConfig, context);
      const resources = await rendered(withObjectMetadata(made, packageRevision), draft.key, context);
      await draft.updateResources(resources, task, context);
    },

    async doPRMutations(revision, oldObject, newObject, draft, repository, context) {
      const before = await draft.getResources(context);
      const task = newTask(oldObject.spec.tasks ?? [], newObject.spec.tasks);
      let resources = before;
      if (task) {
        const { packageName } = revision.key;
        const config = { packageName, packagePath: packageName };
        resources = await taskResources(options, task, before, draft.key, repository, config, context);
      }
      resources = editKptfile(resources, objectPatch(oldObject, newObject));
      if (sameResources(resources, before)) return false;
      resources = await rendered(resources, draft.key, context);
      await draft.updateResources(resources, task ?? { type: 'render' }, context);
      return true;
    },

    async doPRResourceMutations(_revision, draft, oldResources, newResources, { storeOnFailure }, context) {
      const replaced = replaceResources(oldResources, newResources);
      const outcome = await render(replaced, draft.key, context);
      const keep = outcome.failure === undefined || storeOnFailure;
      const stored = keep && !sameResources(outcome.resources, oldResources);
      if (stored) await draft.updateResources(outcome.resources, { type: 'render' }, context);
      return {
        stored: stored || (keep && outcome.failure !== undefined),
        renderStatus: outcome.renderStatus,
        failure: outcome.failure,
      };
    },
  };
}
