import { type CredentialResolver } from '@porch/repository';
import { OBJECT_STORE_CONTRACT } from '@porch/repository/di';
import { ContainerModule, type ServiceIdentifier } from 'inversify';
import { createSecretCredentialResolver } from './secret-credential-resolver';

export const CREDENTIAL_RESOLVER: ServiceIdentifier<CredentialResolver> = Symbol.for(
  '@porch/credentials/CredentialResolver',
);

/** Binds {@link CREDENTIAL_RESOLVER} over the object store; without workload identity, which an app adds itself. */
export const credentialsModule = new ContainerModule(({ bind }) => {
  bind(CREDENTIAL_RESOLVER)
    .toResolvedValue((store) => createSecretCredentialResolver({ store }), [OBJECT_STORE_CONTRACT])
    .inSingletonScope();
});
