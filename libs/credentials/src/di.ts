import { type CredentialResolver, type ObjectStore } from '@porch/repository';
import { OBJECT_STORE_CONTRACT } from '@porch/repository/di';
import { ContainerModule, type ServiceIdentifier } from 'inversify';
import { createSecretCredentialResolver, type WorkloadIdentity } from './secret-credential-resolver';

export const CREDENTIAL_RESOLVER: ServiceIdentifier<CredentialResolver> = Symbol.for(
  '@porch/credentials/CredentialResolver',
);

/** Optional; what Secrets of type `kpt.dev/workload-identity-auth` become is got from it. */
export const WORKLOAD_IDENTITY: ServiceIdentifier<WorkloadIdentity> = Symbol.for('@porch/credentials/WorkloadIdentity');

/** Binds {@link CREDENTIAL_RESOLVER} over the object store and, where it is bound, {@link WORKLOAD_IDENTITY}. */
export const credentialsModule = new ContainerModule(({ bind }) => {
  bind(CREDENTIAL_RESOLVER)
    .toResolvedValue(
      (store: ObjectStore, workloadIdentity?: WorkloadIdentity) =>
        createSecretCredentialResolver({ store, ...(workloadIdentity ? { workloadIdentity } : {}) }),
      [OBJECT_STORE_CONTRACT, { serviceIdentifier: WORKLOAD_IDENTITY, optional: true }],
    )
    .inSingletonScope();
});
