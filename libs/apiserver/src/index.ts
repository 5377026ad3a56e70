export {
  type Authentication,
  type AuthenticationRequest,
  type Authenticator,
  AUTHENTICATED_GROUP,
  MASTERS_GROUP,
} from './auth/authenticator';
export { type AuthorizationAttributes, type AuthorizationDecision, type Authorizer } from './auth/authorizer';
export { createMastersAuthorizer } from './auth/masters-authorizer';
export { createTokenAuthenticator, type StaticToken } from './auth/token-authenticator';
export { type ServerVersion } from './discovery/discovery-routes';
export { findKind, KINDS } from './kinds/kind-table';
export { type Column, type FieldCause, type ResourceKind, type Subresource, type Verb } from './kinds/resource-kind';
export { type Schema } from './kinds/schema';
export { type Audit, type AuditEntry } from './observe/audit';
export { type Logger } from './observe/logger';
export { type ApiServer, type ApiServerOptions, createApiServer, KUBERNETES_VERSION } from './server/create-api-server';
export { type HealthCheck } from './server/health';
export { type Listening, type ListenOptions, type TlsMaterial } from './server/listen';
export { DEFAULT_LIMITS, type RequestLimits } from './server/request-limits';
