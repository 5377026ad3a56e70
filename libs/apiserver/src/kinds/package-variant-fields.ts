import { type KubernetesObject } from '@porch/api';
import { storedConfigKind } from './config-kind';
import { anything, integer, listOf, record, type Schema, text, textMap } from './schema';

export const names = (description: string) => listOf({ type: 'string' }, description);

export const upstream = record('The package to take.', {
  repo: text('Repository of the package.'),
  package: text('Path of the package.'),
  revision: integer('Published revision.'),
  workspaceName: text('Workspace of the revision.'),
});

export const functionFields: Readonly<Record<string, Schema>> = {
  image: text('Image of the function.'),
  exec: text('Executable of the function.'),
  configPath: text('File with its configuration.'),
  configMap: textMap('Its configuration.'),
  name: text('Name of the step.'),
  tag: text('Tag, or range of tags, of the image.'),
  selectors: listOf(anything('Resources to pick.'), 'Which resources the function sees.'),
  exclude: listOf(anything('Resources to leave out.'), 'Which resources the function does not see.'),
};

export const pipelineOf = (step: Schema) =>
  record('Functions put before those of the package.', {
    mutators: listOf(step, 'Functions that change the package.'),
    validators: listOf(step, 'Functions that check the package.'),
  });

export const injectorFields: Readonly<Record<string, Schema>> = {
  group: text('API group of the object.'),
  version: text('API version of the object.'),
  kind: text('Kind of the object.'),
  name: text('Name of the object.'),
};

/** Nobody acts on these objects until their controller exists; the object says so itself. */
function stalledWithoutController(object: KubernetesObject, now: string): KubernetesObject {
  const condition = {
    type: 'Stalled',
    status: 'True',
    reason: 'ControllerNotRunning',
    message: `this server stores ${object.kind} objects but runs no controller for them`,
    lastTransitionTime: now,
  };
  return { ...object, status: { conditions: [condition] } };
}

export const variantKind = {
  ...storedConfigKind,
  prepareForCreate: stalledWithoutController,
} as const;
