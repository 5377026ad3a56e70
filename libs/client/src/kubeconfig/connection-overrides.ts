import { type SecretText } from '@porch/api';

/** What kubectl's connection flags override in a kubeconfig; each field is the flag of the same name. */
export interface ConnectionOverrides {
  context?: string | undefined;
  cluster?: string | undefined;
  user?: string | undefined;
  namespace?: string | undefined;
  server?: string | undefined;
  token?: SecretText | undefined;
  username?: string | undefined;
  password?: SecretText | undefined;
  clientCertificate?: string | undefined;
  clientKey?: string | undefined;
  certificateAuthority?: string | undefined;
  insecureSkipTlsVerify?: boolean | undefined;
  tlsServerName?: string | undefined;
  as?: string | undefined;
  asUid?: string | undefined;
  asGroups?: readonly string[] | undefined;
  /** Values by key; kubectl's flag is `--as-user-extra key=value`, repeated. */
  asUserExtra?: Readonly<Record<string, readonly string[]>> | undefined;
  disableCompression?: boolean | undefined;
}
