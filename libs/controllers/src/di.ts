import { ENGINE } from '@porch/engine/di';
import { CLOCK, OBJECT_STORE_CONTRACT, REPOSITORY_CACHE_CONTRACT } from '@porch/repository/di';
import { ContainerModule, type ServiceIdentifier } from 'inversify';
import { type Controllers, type ControllersOptions, createControllers } from './create-controllers';

/** Choices of whoever runs the controllers. */
export type ControllersSettings = Pick<
  ControllersOptions,
  'kinds' | 'functionConfigs' | 'eventTtlMilliseconds' | 'log' | 'serverName'
>;
export const CONTROLLERS: ServiceIdentifier<Controllers> = Symbol.for('@porch/controllers/Controllers');
export const CONTROLLERS_SETTINGS: ServiceIdentifier<ControllersSettings> = Symbol.for(
  '@porch/controllers/ControllersSettings',
);

/** Binds {@link CONTROLLERS}; needs the store, the cache, the engine, a clock and {@link CONTROLLERS_SETTINGS}. */
export const controllersModule = new ContainerModule(({ bind }) => {
  bind(CONTROLLERS)
    .toResolvedValue(
      (store, cache, engine, clock, settings: ControllersSettings) =>
        createControllers({ store, cache, engine, clock, ...settings }),
      [OBJECT_STORE_CONTRACT, REPOSITORY_CACHE_CONTRACT, ENGINE, CLOCK, CONTROLLERS_SETTINGS],
    )
    .inSingletonScope();
});
