export {
  type Authentication,
  type AuthenticationRequest,
  type Authenticator,
  AUTHENTICATED_GROUP,
  MASTERS_GROUP,
} from './auth/authenticator';
export { type AuthenticationSettings, createAuthenticatorChain } from './auth/authenticator-chain';
export { type AuthorizationAttributes, type AuthorizationDecision, type Authorizer } from './auth/authorizer';
export { type CertificateAuthenticatorOptions, createCertificateAuthenticator } from './auth/certificate-authenticator';
export { createMastersAuthorizer } from './auth/masters-authorizer';
export { createOidcAuthenticator, type OidcAuthenticatorOptions } from './auth/oidc-authenticator';
export { parseTokenFile } from './auth/parse-token-file';
export { type PolicyRule } from './auth/policy-rule';
export { createRbacAuthorizer, type RbacAuthorizerOptions } from './auth/rbac-authorizer';
export { createReloadedFile } from './auth/reloaded-file';
export {
  createRequestHeaderAuthenticator,
  type RequestHeaderAuthenticatorOptions,
} from './auth/request-header-authenticator';
export {
  createServiceAccountTokens,
  type IssuedToken,
  type ServiceAccountTokens,
  type ServiceAccountTokensOptions,
} from './auth/service-account-tokens';
export { createTokenAuthenticator, type StaticToken } from './auth/token-authenticator';
export { parseAuthorities } from './auth/verify-certificate';
export { type ServerVersion } from './discovery/discovery-routes';
export { findKind, KINDS } from './kinds/kind-table';
export { objectSchemaOf } from './kinds/object-schema';
export {
  apiVersionOf,
  type Column,
  type FieldCause,
  resourceName,
  type ResourceKind,
  type Subresource,
  type Verb,
} from './kinds/resource-kind';
export { type Schema } from './kinds/schema';
export { type Audit, type AuditEntry } from './observe/audit';
export { type Logger } from './observe/logger';
export { PROPOSED_BY_ANNOTATION } from './registry/proposer';
export { type ApiServer, type ApiServerOptions, createApiServer, KUBERNETES_VERSION } from './server/create-api-server';
export { type HealthCheck } from './server/health';
export { type Listening, type ListenOptions, type TlsMaterial } from './server/listen';
export { selectableFieldsOf } from './selectors/object-matcher';
export { DEFAULT_LIMITS, type RequestLimits } from './server/request-limits';
