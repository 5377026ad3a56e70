import { parseArgs } from 'node:util';
import { StartupError } from './startup-error';

interface Flag {
  readonly name: string;
  readonly value: string;
  readonly help: string;
  readonly fallback?: string;
  readonly multiple?: true;
}

/** Every flag of the server, in the order of its help. Names are kube-apiserver's where it has one. */
export const FLAGS = [
  { name: 'data-dir', value: 'DIR', fallback: './.porch', help: 'where the server keeps everything of its own' },
  { name: 'bind-address', value: 'IP', fallback: '127.0.0.1', help: 'address to serve on' },
  { name: 'secure-port', value: 'PORT', fallback: '4443', help: 'port to serve on; 0 takes any free one' },
  { name: 'tls-cert-file', value: 'FILE', help: 'certificate to serve with, instead of one made here' },
  { name: 'tls-private-key-file', value: 'FILE', help: 'its private key' },
  {
    name: 'allow-local-repositories',
    value: 'DIR',
    multiple: true,
    help: 'file:// repositories are allowed below it too',
  },
  { name: 'database-url', value: 'URL', help: 'PostgreSQL to store objects in, instead of the embedded store' },
  { name: 'function-runner', value: 'HOST:PORT', help: 'gRPC function runner for functions that are not built in' },
  { name: 'functions', value: 'DIR', help: 'directory of function executables' },
  { name: 'relax-readiness-gates', value: 'BOOL', fallback: 'false', help: 'leave readiness gates to the clients' },
  { name: 'log-level', value: 'LEVEL', fallback: 'info', help: 'trace, debug, info, warn, error or silent' },
] as const satisfies readonly Flag[];

/** The server's settings, parsed and checked. */
export interface ServerSettings {
  readonly dataDirectory: string;
  readonly bindAddress: string;
  readonly securePort: number;
  readonly tlsCertificateFile: string | undefined;
  readonly tlsPrivateKeyFile: string | undefined;
  readonly allowLocalRepositories: readonly string[];
  readonly databaseUrl: string | undefined;
  readonly functionRunner: string | undefined;
  readonly functionsDirectory: string | undefined;
  readonly relaxReadinessGates: boolean;
  readonly logLevel: string;
}

/** @throws StartupError naming the flag that is wrong */
export function parseServerFlags(args: readonly string[]): ServerSettings {
  const options = Object.fromEntries(
    FLAGS.map((flag: Flag) => [flag.name, { type: 'string' as const, multiple: flag.multiple ?? false }]),
  );
  let given: Record<string, string | boolean | (string | boolean)[] | undefined>;
  try {
    given = parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new StartupError(`${(error as Error).message}; see --help for the flags there are`);
  }
  const text = (name: (typeof FLAGS)[number]['name']): string | undefined => {
    const flag: Flag | undefined = FLAGS.find((candidate) => candidate.name === name);
    const value = given[name] ?? flag?.fallback;
    return typeof value === 'string' ? value : undefined;
  };
  const port = Number(text('secure-port'));
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new StartupError(`--secure-port must be a number from 0 to 65535, not ${text('secure-port')}`);
  }
  const gates = text('relax-readiness-gates');
  if (gates !== 'true' && gates !== 'false') throw new StartupError('--relax-readiness-gates must be true or false');
  const [certificate, key] = [text('tls-cert-file'), text('tls-private-key-file')];
  if ((certificate === undefined) !== (key === undefined)) {
    throw new StartupError('--tls-cert-file and --tls-private-key-file go together: give both or neither');
  }
  return {
    dataDirectory: text('data-dir') ?? '',
    bindAddress: text('bind-address') ?? '',
    securePort: port,
    tlsCertificateFile: certificate,
    tlsPrivateKeyFile: key,
    allowLocalRepositories: (given['allow-local-repositories'] as string[] | undefined) ?? [],
    databaseUrl: text('database-url'),
    functionRunner: text('function-runner'),
    functionsDirectory: text('functions'),
    relaxReadinessGates: gates === 'true',
    logLevel: text('log-level') ?? 'info',
  };
}

export function helpText(): string {
  const rows = FLAGS.map((flag: Flag) => {
    const fallback = flag.fallback ? ` (${flag.fallback})` : '';
    return `  ${`--${flag.name} ${flag.value}`.padEnd(38)}${flag.help}${flag.multiple ? '; may be repeated' : ''}${fallback}`;
  });
  return `Usage: porch-server [flags]\n\nServes the package orchestration API over HTTPS.\n\n${rows.join('\n')}\n`;
}
