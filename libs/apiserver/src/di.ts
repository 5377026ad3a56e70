import { ENGINE } from '@porch/engine/di';
import { OBJECT_STORE_CONTRACT } from '@porch/repository/di';
import { ContainerModule, type ServiceIdentifier } from 'inversify';
import { type ApiServer, type ApiServerOptions, createApiServer } from './server/create-api-server';

/** Everything the server is told beside its engine and store: who may do what, limits, where it reports. */
export type ApiServerSettings = Omit<ApiServerOptions, 'engine' | 'store'>;

export const API_SERVER: ServiceIdentifier<ApiServer> = Symbol.for('@porch/apiserver/ApiServer');
export const API_SERVER_SETTINGS: ServiceIdentifier<ApiServerSettings> = Symbol.for(
  '@porch/apiserver/ApiServerSettings',
);

/** Binds {@link API_SERVER}, ready once `getAsync` resolves; needs the engine, the store and {@link API_SERVER_SETTINGS}. */
export const apiServerModule = new ContainerModule(({ bind }) => {
  bind(API_SERVER)
    .toResolvedValue(
      (engine, store, settings: ApiServerSettings) => createApiServer({ engine, store, ...settings }),
      [ENGINE, OBJECT_STORE_CONTRACT, API_SERVER_SETTINGS],
    )
    .inSingletonScope();
});
