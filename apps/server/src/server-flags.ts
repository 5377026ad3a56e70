import { parseArgs } from 'node:util';
import { parseDuration } from './parse-duration';
import { StartupError } from './startup-error';

interface Flag {
  readonly value: string;
  readonly help: string;
  readonly fallback?: string;
  readonly multiple?: true;
}

/** Every flag of the server, in the order of its help. Names are kube-apiserver's where it has one. */
const FLAGS = {
  'data-dir': { value: 'DIR', fallback: './.porch', help: 'where the server keeps everything of its own' },
  'bind-address': { value: 'IP', fallback: '127.0.0.1', help: 'address to serve on' },
  'secure-port': { value: 'PORT', fallback: '4443', help: 'port to serve on; 0 takes any free one' },
  'tls-cert-file': { value: 'FILE', help: 'certificate to serve with, instead of one made here' },
  'tls-private-key-file': { value: 'FILE', help: 'its private key' },
  'allow-local-repositories': { value: 'DIR', multiple: true, help: 'file:// repositories are allowed below it too' },
  'allow-private-addresses': {
    value: 'BOOL',
    fallback: 'true',
    help: 'whether git servers may have private and loopback addresses',
  },
  'allow-git-host': { value: 'HOST', multiple: true, help: 'only these git hosts; .example.com stands for subdomains' },
  'workload-identity-token-url': {
    value: 'URL',
    help: 'metadata service that tokens for Secrets of type kpt.dev/workload-identity-auth come from',
  },
  'workload-identity-host': {
    value: 'HOST',
    multiple: true,
    help: 'git hosts those tokens may be shown to (source.developers.google.com,.sourcemanager.dev)',
  },
  'git-limit': {
    value: 'NAME=NUMBER',
    multiple: true,
    help: 'bound on what a repository may hold or take; the names are in docs/repositories.md',
  },
  'keep-drafts': {
    value: 'WHERE',
    fallback: 'remote',
    help: 'where drafts are until they are proposed: remote (their git server) or local (the data directory)',
  },
  'shared-upstream-namespaces': {
    value: 'NAME',
    multiple: true,
    help: 'namespaces whose revisions every namespace may clone from',
  },
  'database-url-file': {
    value: 'FILE',
    help: 'file with the postgres:// URL to store objects in; PORCH_DATABASE_URL does the same',
  },
  'database-url': { value: 'URL', help: 'the same on the command line, where others can read it: without a password' },
  'shutdown-delay-duration': {
    value: 'DURATION',
    fallback: '0s',
    help: 'how long to serve on after a signal to stop, no longer ready, so that others learn of it',
  },
  'leader-elect-lease-duration': {
    value: 'DURATION',
    fallback: '15s',
    help: 'after how long another server takes over what only one does, when the one that did it dies',
  },
  'encryption-key-file': {
    value: 'FILE',
    multiple: true,
    help: '32-byte key that Secrets are encrypted with at rest; the first encrypts, all decrypt',
  },
  'function-runner': {
    value: 'HOST:PORT',
    multiple: true,
    help: 'gRPC function runner for functions that are not built in',
  },
  'function-runner-ca-file': { value: 'FILE', help: 'speak TLS with function runners these authorities vouch for' },
  'function-runner-cert-file': { value: 'FILE', help: 'certificate to show to function runners' },
  'function-runner-key-file': { value: 'FILE', help: 'its private key' },
  functions: { value: 'DIR', help: 'directory of function executables' },
  'function-module': {
    value: 'FILE',
    multiple: true,
    help: 'CommonJS module of functions made with defineFunction, run in the render threads',
  },
  'function-registry': {
    value: 'HOST',
    multiple: true,
    help: 'registry (and its token service) that may be asked for the tags of images, for `tag` constraints',
  },
  'function-config-namespaces': {
    value: 'NAME',
    multiple: true,
    help: 'namespaces whose FunctionConfigs count for every package (porch-fn-system)',
  },
  'render-deadline': { value: 'SECONDS', fallback: '300', help: 'longest time a render may take' },
  'relax-readiness-gates': { value: 'BOOL', fallback: 'false', help: 'leave readiness gates to the clients' },
  'forbid-self-approval': { value: 'BOOL', fallback: 'false', help: 'whoever proposed a revision may not approve it' },
  'client-ca-file': { value: 'FILE', help: 'authorities whose client certificates name users' },
  'token-auth-file': { value: 'FILE', help: 'static tokens: token,user,uid,"group1,group2" a line' },
  'service-account-signing-key-file': {
    value: 'FILE',
    help: 'EC private key of service-account tokens, the same on all servers, instead of one made here',
  },
  'oidc-issuer-url': { value: 'URL', help: 'OpenID Connect issuer whose tokens name users' },
  'oidc-client-id': { value: 'ID', help: 'audience its tokens must have' },
  'oidc-username-claim': { value: 'CLAIM', fallback: 'sub', help: 'claim with the user name' },
  'oidc-username-prefix': { value: 'TEXT', help: 'put before user names; - for nothing' },
  'oidc-groups-claim': { value: 'CLAIM', help: 'claim with the groups' },
  'oidc-groups-prefix': { value: 'TEXT', help: 'put before groups' },
  'oidc-required-claim': { value: 'KEY=VALUE', multiple: true, help: 'claim its tokens must have' },
  'oidc-signing-algs': { value: 'ALG', multiple: true, help: 'accepted signatures (RS256)' },
  'oidc-ca-file': { value: 'FILE', help: 'authorities of the issuer' },
  'requestheader-client-ca-file': { value: 'FILE', help: 'authorities of front proxies that name users in headers' },
  'requestheader-allowed-names': { value: 'NAME', multiple: true, help: 'common names of those proxies; any if none' },
  'requestheader-username-headers': { value: 'HEADER', multiple: true, help: 'headers with the user (X-Remote-User)' },
  'requestheader-group-headers': { value: 'HEADER', multiple: true, help: 'headers with groups (X-Remote-Group)' },
  'requestheader-extra-headers-prefix': {
    value: 'PREFIX',
    multiple: true,
    help: 'headers with more of the user (X-Remote-Extra-)',
  },
  'event-ttl': {
    value: 'DURATION',
    fallback: '1h0m0s',
    help: 'how long Events stay after they were last written; 0 for ever',
  },
  'audit-log-path': {
    value: 'FILE',
    help: 'file that gets a JSON line for each write; - for standard error at any log level',
  },
  'log-level': { value: 'LEVEL', fallback: 'info', help: 'trace, debug, info, warn, error or silent' },
} as const satisfies Readonly<Record<string, Flag>>;

export type FlagName = keyof typeof FLAGS;

/** What was given on the command line, with the defaults for what was not. */
export class ServerFlags {
  readonly #given: Readonly<Record<string, string | string[] | undefined>>;

  constructor(given: Readonly<Record<string, string | string[] | undefined>>) {
    this.#given = given;
  }

  optional(name: FlagName): string | undefined {
    const flag: Flag = FLAGS[name];
    const value = this.#given[name] ?? flag.fallback;
    return typeof value === 'string' ? value : undefined;
  }

  text(name: FlagName): string {
    return this.optional(name) ?? '';
  }

  /** Every value given, also several in one, separated by commas. */
  list(name: FlagName): readonly string[] {
    const value = this.#given[name];
    return (Array.isArray(value) ? value : []).flatMap((text) => text.split(',')).filter((text) => text !== '');
  }

  /** @throws StartupError for anything but one of the words */
  oneOf<const Word extends string>(name: FlagName, words: readonly Word[]): Word {
    const given = words.find((word) => word === this.text(name));
    if (given === undefined) throw new StartupError(`--${name} must be ${words.join(' or ')}, not ${this.text(name)}`);
    return given;
  }

  /** @throws StartupError for anything but true and false */
  boolean(name: FlagName): boolean {
    const value = this.text(name);
    if (value !== 'true' && value !== 'false') throw new StartupError(`--${name} must be true or false, not ${value}`);
    return value === 'true';
  }

  /** @throws StartupError for anything but a whole number in the range */
  integer(name: FlagName, least: number, most: number): number {
    const value = Number(this.text(name));
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new StartupError(`--${name} must be a number from ${least} to ${most}, not ${this.text(name)}`);
    }
    return value;
  }

  /** In milliseconds. @throws StartupError for anything but a duration such as 1h30m */
  duration(name: FlagName, least = 0): number {
    const milliseconds = parseDuration(this.text(name));
    if (milliseconds === undefined) {
      throw new StartupError(`--${name} must be a duration such as 1h30m or 45s, not ${this.text(name)}`);
    }
    if (milliseconds < least) throw new StartupError(`--${name} must be at least ${least / 1000}s`);
    return milliseconds;
  }
}

/** @throws StartupError naming the flag that is wrong */
export function parseServerFlags(args: readonly string[]): ServerFlags {
  const options = Object.fromEntries(
    Object.entries(FLAGS).map(([name, flag]: [string, Flag]) => [
      name,
      { type: 'string' as const, multiple: flag.multiple ?? false },
    ]),
  );
  let flags: ServerFlags;
  try {
    const { values } = parseArgs({ args: withBareBooleans(args), options, strict: true, allowPositionals: false });
    flags = new ServerFlags(values);
  } catch (error) {
    throw new StartupError(`${(error as Error).message}; see --help for the flags there are`);
  }
  requirePair(flags, 'tls-cert-file', 'tls-private-key-file');
  requirePair(flags, 'function-runner-cert-file', 'function-runner-key-file');
  requirePair(flags, 'oidc-issuer-url', 'oidc-client-id');
  return flags;
}

/** `--flag` with nothing behind it means true. */
function withBareBooleans(args: readonly string[]): string[] {
  return args.map((arg, at) => {
    const flag: Flag | undefined = arg.startsWith('--') ? FLAGS[arg.slice(2) as FlagName] : undefined;
    const alone = args[at + 1]?.startsWith('--') ?? true;
    return flag?.value === 'BOOL' && alone ? `${arg}=true` : arg;
  });
}

function requirePair(flags: ServerFlags, one: FlagName, other: FlagName): void {
  if ((flags.optional(one) === undefined) !== (flags.optional(other) === undefined)) {
    throw new StartupError(`--${one} and --${other} go together: give both or neither`);
  }
}

export function helpText(): string {
  const rows = Object.entries(FLAGS).map(([name, flag]: [string, Flag]) => {
    const notes = [
      flag.multiple ? 'may be repeated' : '',
      flag.fallback === undefined ? '' : `default ${flag.fallback}`,
    ];
    const suffix = notes.filter(Boolean).join(', ');
    return `  ${`--${name} ${flag.value}`.padEnd(46)}${flag.help}${suffix === '' ? '' : ` (${suffix})`}`;
  });
  return `Usage: porch-server [flags]\n\nServes the package orchestration API over HTTPS.\n\n${rows.join('\n')}\n`;
}
