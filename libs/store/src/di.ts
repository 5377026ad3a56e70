import { type ObjectStore } from '@porch/repository';
import { ContainerModule, type ServiceIdentifier } from 'inversify';
import { createObjectStore, type StoreSettings } from './create-object-store';

export const OBJECT_STORE: ServiceIdentifier<ObjectStore> = Symbol.for('@porch/store/ObjectStore');
export const STORE_SETTINGS: ServiceIdentifier<StoreSettings> = Symbol.for('@porch/store/StoreSettings');

/** Binds {@link OBJECT_STORE}, open once `getAsync` resolves; needs {@link STORE_SETTINGS}. Whoever asked closes it. */
export const storeModule = new ContainerModule(({ bind }) => {
  bind(OBJECT_STORE)
    .toResolvedValue((settings: StoreSettings) => createObjectStore(settings), [STORE_SETTINGS])
    .inSingletonScope();
});
