export {
  type Client,
  type DeleteOptions,
  type ListOptions,
  type ObjectList,
  type ObjectName,
  type PatchType,
  type ReadOptions,
  type TableOptions,
  type WriteOptions,
} from './client-contract';
export { type ClientOptions, createClient } from './create-client';
export { type ConnectionConfig, type Impersonation, type TlsConfig } from './connection-config';
export { type Credentials, type ResolvedCredentials } from './credentials/credentials';
export { execCredentials, type ExecCredentialsOptions } from './credentials/exec-credentials';
export { basic, bearer, staticCredentials } from './credentials/static-credentials';
export { tokenFileCredentials } from './credentials/token-file-credentials';
export {
  type Connection,
  type ConnectionOptions,
  createConnection,
  type HttpRequest,
  type RequestTrace,
} from './http/connection';
export { type ConnectionOverrides } from './kubeconfig/connection-overrides';
export {
  type Kubeconfig,
  type KubeconfigCluster,
  type KubeconfigContext,
  type KubeconfigExec,
  type KubeconfigUser,
} from './kubeconfig/kubeconfig';
export {
  kubeconfigFiles,
  type KubeconfigSources,
  loadKubeconfig,
  mergeKubeconfigs,
} from './kubeconfig/load-kubeconfig';
export { parseKubeconfig } from './kubeconfig/parse-kubeconfig';
export {
  type ResolveConnectionOptions,
  resolveConnection,
  type ResolvedConnection,
} from './kubeconfig/resolve-connection';
export {
  apiVersionOf,
  functionConfigs,
  namespaces,
  packageRevisionResources,
  packageRevisions,
  packages,
  qualifiedResource,
  repositories,
  resourcePath,
  type ResourceType,
  type SecretObject,
  secrets,
} from './resource-type';
export { isTable, type Table, type TableColumn, type TableRow } from './table';
export { Backoff } from './watch/backoff';
export { readEvents } from './watch/read-events';
export { type WatchEvent, type WireEvent } from './watch/watch-event';
export { type WatchOptions } from './watch/watch-stream';
export { retryOnConflict } from './retry-on-conflict';
