export { createMetadataTokenSource } from './metadata-token-source';
export {
  createSecretCredentialResolver,
  type SecretCredentialResolverOptions,
  type WorkloadIdentity,
} from './secret-credential-resolver';
export {
  renewingTokenSource,
  type WorkloadIdentityToken,
  type WorkloadIdentityTokenSource,
} from './workload-identity-token-source';
