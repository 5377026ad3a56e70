export {
  createSecretCredentialResolver,
  type SecretCredentialResolverOptions,
  type WorkloadIdentityTokenSource,
} from './secret-credential-resolver';
