import { posix } from 'node:path';
import { fromJs, lookupOrCreatePath, type YamlNode } from '@porch/krm';
import { CONFIG_MAP, configDataOf } from '../function-config';
import { error, failedInProcessor, info, succeeded } from '../function-outcome';
import { type SynchronousKrmFunction } from '../krm-function';
import { annotationOf, filePathOf, groupOf, kindOf } from '../object/krm-object';
import { elementsOf, lookUp, setStringAt, textAt } from '../object/node-fields';
import { sortItems } from '../sort-items';

const PROJECT_ID = 'project-id';
const PROJECT_ANNOTATION = 'cnrm.cloud.google.com/project-id';
const APPLY_SETTERS_IMAGE = 'gcr.io/kpt-fn/apply-setters:v0.2';

/**
 * set-project-id (v0.2): makes a project's id a setter of every package and annotates Config Connector objects with it. A
 * package without an apply-setters step gets one. An annotation that is there stays.
 */
export const setProjectId: SynchronousKrmFunction = {
  name: 'set-project-id',
  description: 'Set the Google Cloud project id of a package.',
  configKinds: [CONFIG_MAP],
  configSchema: {
    type: 'object',
    properties: {
      data: { type: 'object', properties: { [PROJECT_ID]: { type: 'string' } }, required: [PROJECT_ID] },
    },
    required: ['data'],
  },
  run({ items, functionConfig }) {
    const projectId = configDataOf(functionConfig).get(PROJECT_ID) ?? '';
    if (projectId === '') return failedInProcessor(items, [error(`\`data.${PROJECT_ID}\` should not be empty`)]);
    const messages = items.flatMap((item) => {
      if (kindOf(item) === 'Kptfile') return setSetter(item, items, projectId);
      return annotate(item, projectId) ? [`set annotation on ${kindOf(item)}`] : [];
    });
    return succeeded(sortItems(items), messages.map(info));
  },
};

function setSetter(kptfile: YamlNode, items: readonly YamlNode[], projectId: string): string[] {
  const steps = elementsOf(lookUp(kptfile, 'pipeline', 'mutators'));
  const step = steps.find((candidate) => textAt(candidate, 'image').includes('apply-setters'));
  if (!step) {
    const mutators = lookupOrCreatePath(kptfile, ['pipeline', 'mutators'], 'sequence');
    mutators.content.push(fromJs({ image: APPLY_SETTERS_IMAGE, configMap: { [PROJECT_ID]: projectId } }));
    return [`added an apply-setters step with ${PROJECT_ID} to the pipeline`];
  }
  const configPath = textAt(step, 'configPath');
  if (configPath === '') {
    setStringAt(step, ['configMap', PROJECT_ID], projectId);
    return [`set ${PROJECT_ID} of the apply-setters step`];
  }
  const path = posix.join(posix.dirname(filePathOf(kptfile)), configPath);
  const config = items.find((item) => filePathOf(item) === path);
  if (!config) return [];
  setStringAt(config, ['data', PROJECT_ID], projectId);
  return [`set ${PROJECT_ID} in ${path}`];
}

/** Config Connector's own configuration, group core, belongs to no project. */
function annotate(object: YamlNode, projectId: string): boolean {
  const group = groupOf(object);
  if (!group.endsWith('.cnrm.cloud.google.com') || group === 'core.cnrm.cloud.google.com') return false;
  if (annotationOf(object, PROJECT_ANNOTATION) !== '') return false;
  setStringAt(object, ['metadata', 'annotations', PROJECT_ANNOTATION], projectId);
  return true;
}
