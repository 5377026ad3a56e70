import {
  PACKAGE_RENDERER_CONTRACT,
  REFERENCE_RESOLVER_CONTRACT,
  UPSTREAM_FETCHER_CONTRACT,
} from '@porch/repository/di';
import { ContainerModule, type ServiceIdentifier } from 'inversify';
import { createTaskHandler } from './create-task-handler';
import { type TaskHandler } from './task-handler-contract';

export const TASK_HANDLER: ServiceIdentifier<TaskHandler> = Symbol.for('@porch/task-handler/TaskHandler');

/** Binds {@link TASK_HANDLER}; needs a renderer, a reference resolver and an upstream fetcher. */
export const taskHandlerModule = new ContainerModule(({ bind }) => {
  bind(TASK_HANDLER)
    .toResolvedValue(
      (renderer, referenceResolver, upstreamFetcher) =>
        createTaskHandler({ renderer, referenceResolver, upstreamFetcher }),
      [PACKAGE_RENDERER_CONTRACT, REFERENCE_RESOLVER_CONTRACT, UPSTREAM_FETCHER_CONTRACT],
    )
    .inSingletonScope();
});
