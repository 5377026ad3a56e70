import { type Credentials } from './credentials/credentials';

/** Where the API server is and how to talk to it: a resolved kubeconfig context, or one's own making. */
export interface ConnectionConfig {
  /** Base URL; a path in it is put before every request's path. */
  server: string;
  /** Namespace used where a request names none. Default `default`. */
  namespace?: string;
  tls?: TlsConfig;
  credentials?: Credentials;
  impersonate?: Impersonation;
  /** HTTP(S) proxy to go through; undefined takes HTTPS_PROXY, HTTP_PROXY and NO_PROXY from the environment. */
  proxyUrl?: string;
  /** Ask for plain answers instead of gzip. */
  disableCompression?: boolean;
}

export interface TlsConfig {
  /** PEM; undefined trusts what Node trusts. */
  certificateAuthority?: string;
  insecureSkipVerify?: boolean;
  serverName?: string;
}

/** Act as somebody else, which the server must allow (Kubernetes' impersonation headers). */
export interface Impersonation {
  user: string;
  uid?: string;
  groups?: readonly string[];
  extra?: Readonly<Record<string, readonly string[]>>;
}
