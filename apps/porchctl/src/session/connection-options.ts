import { SecretText } from '@porch/api';
import { type ConnectionOverrides } from '@porch/client';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** kubectl's connection flags, as commander stores them. */
export interface ConnectionOptions {
  kubeconfig?: string;
  namespace?: string;
  context?: string;
  cluster?: string;
  user?: string;
  server?: string;
  token?: string;
  username?: string;
  password?: string;
  clientCertificate?: string;
  clientKey?: string;
  certificateAuthority?: string;
  insecureSkipTlsVerify?: boolean;
  tlsServerName?: string;
  requestTimeout?: string;
  as?: string;
  asUid?: string;
  asGroup?: string[];
  asUserExtra?: Record<string, string[]>;
  disableCompression?: boolean;
  v?: string;
}

const collect = (value: string, previous: string[] | undefined) => [...(previous ?? []), value];

function collectExtra(text: string, previous: Record<string, string[]> = {}): Record<string, string[]> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('Give it as KEY=VALUE.');
  const key = text.slice(0, equals);
  return { ...previous, [key]: [...(previous[key] ?? []), text.slice(equals + 1)] };
}

/** Adds kubectl's connection flags and the logging flags that upstream's root command has. */
export function addConnectionOptions(command: Command): Command {
  return command
    .option('-n, --namespace <NAMESPACE>', 'namespace of this request; default: the namespace of the context')
    .option('--kubeconfig <FILE>', 'kubeconfig file to use')
    .option('--context <NAME>', 'kubeconfig context to use')
    .option('--cluster <NAME>', 'kubeconfig cluster to use')
    .option('--user <NAME>', 'kubeconfig user to use')
    .option('-s, --server <URL>', 'address of the API server')
    .option('--token <TOKEN>', 'bearer token for the API server')
    .option('--username <NAME>', 'user name for basic authentication to the API server')
    .option('--password <PASSWORD>', 'password for basic authentication to the API server')
    .option('--client-certificate <FILE>', 'client certificate for TLS')
    .option('--client-key <FILE>', 'client key for TLS')
    .option('--certificate-authority <FILE>', "certificate of the server's authority")
    .option('--insecure-skip-tls-verify', "do not check the server's certificate")
    .option('--tls-server-name <NAME>', "name to expect in the server's certificate")
    .option('--request-timeout <DURATION>', 'how long to wait for one answer, as 1s, 2m, 3h; 0 waits for ever', '0')
    .option('--as <USER>', 'user to impersonate')
    .option('--as-uid <UID>', 'uid to impersonate')
    .option('--as-group <GROUP>', 'group to impersonate; may be repeated', collect)
    .option('--as-user-extra <KEY=VALUE>', 'extra value of the user to impersonate; may be repeated', collectExtra)
    .option('--disable-compression', 'ask the server for uncompressed answers')
    .addOption(new Option('--cache-dir <DIR>', 'accepted for kubectl; nothing is cached').hideHelp())
    .addOption(new Option('--log-flush-frequency <DURATION>', 'accepted for upstream').hideHelp())
    .addOption(new Option('--truncate-output', 'accepted for upstream').hideHelp())
    .option('-v, --v <LEVEL>', 'log level: 6 and more show each request on standard error', '0');
}

export function overridesOf(options: ConnectionOptions): ConnectionOverrides {
  return {
    context: options.context,
    cluster: options.cluster,
    user: options.user,
    namespace: options.namespace,
    server: options.server,
    token: options.token === undefined ? undefined : new SecretText(options.token),
    username: options.username,
    password: options.password === undefined ? undefined : new SecretText(options.password),
    clientCertificate: options.clientCertificate,
    clientKey: options.clientKey,
    certificateAuthority: options.certificateAuthority,
    insecureSkipTlsVerify: options.insecureSkipTlsVerify,
    tlsServerName: options.tlsServerName,
    as: options.as,
    asUid: options.asUid,
    asGroups: options.asGroup,
    asUserExtra: options.asUserExtra,
    disableCompression: options.disableCompression,
  };
}
