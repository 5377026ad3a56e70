import { valueAt } from '../json/json-object';
import { integerColumn, NAME_COLUMN } from './columns';
import { storedConfigKind } from './config-kind';
import { type ResourceKind } from './resource-kind';
import { anything, integer, listOf, record, setOf, text } from './schema';

const tags = listOf({ type: 'string' }, 'Tags of the image it serves.', { minItems: 1 });

/** H-1.6: which executor runs a function image. */
export const FUNCTION_CONFIG_KIND: ResourceKind = {
  ...storedConfigKind,
  plural: 'functionconfigs',
  singular: 'functionconfig',
  kind: 'FunctionConfig',
  description: 'How a function image is run.',
  fields: {
    spec: record(
      'The function and its executors.',
      {
        image: text('Name of the function image, without registry and tag.', { minLength: 1 }),
        prefixes: setOf({ type: 'string' }, 'Registries the image may come from; empty text is the default one.'),
        podExecutor: record('Runs it in a pod.', {
          tags: listOf({ type: 'string' }, 'Tags of the image it serves.'),
          timeToLive: text('How long an idle pod is kept.', { default: '30m' }),
          maxParallelExecutions: integer('How many run at once in one pod.'),
          preferredMaxQueueLength: integer('How many may wait before another pod starts.'),
          templateOverrides: anything('What the pod has beyond the default.'),
        }),
        binaryExecutor: record('Runs an executable.', { tags, path: text('Path of the executable.') }, [
          'tags',
          'path',
        ]),
        goExecutor: record('Runs it in the server.', { tags, id: text('Name of the built-in function.') }, ['tags']),
      },
      ['image'],
    ),
    status: record('Who has seen which generation.', {
      apiServerObservedGeneration: integer('Generation the server applies.'),
      functionRunnerObservedGeneration: integer('Generation the function runner applies.'),
      controllerObservedGeneration: integer('Generation the controller applies.'),
      error: text('Why it could not be applied.'),
    }),
  },
  required: ['spec'],
  columns: [
    NAME_COLUMN,
    integerColumn('Server Applied', 'status.apiServerObservedGeneration', 'Generation the server applies.'),
    integerColumn('FnRunner Applied', 'status.functionRunnerObservedGeneration', 'Generation the runner applies.'),
    integerColumn('Controller Applied', 'status.controllerObservedGeneration', 'Generation the controller applies.'),
  ],
  validate: (object) =>
    ['podExecutor', 'binaryExecutor', 'goExecutor'].some((name) => valueAt(object, `spec.${name}`) !== undefined)
      ? []
      : [
          {
            reason: 'FieldValueInvalid',
            field: 'spec',
            message: 'Invalid value: "object": At least one configuration must be specified',
          },
        ],
};
