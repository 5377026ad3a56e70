import { parseArgs } from 'node:util';

export interface RunnerFlags {
  /** Without the port. */
  readonly address: string;
  readonly port: number;
  /** A directory of function binaries. */
  readonly functions: string | undefined;
  /** The program that runs containers; none are run without it. */
  readonly containerRuntime: string | undefined;
  readonly allowNetwork: boolean;
  readonly requireDigest: boolean;
  readonly builtIn: boolean;
  readonly functionModules: readonly string[];
  readonly concurrencyPerFunction: number;
  readonly maxWaiting: number;
  readonly maxMessageBytes: number;
  readonly timeLimitMilliseconds: number;
  readonly drainMilliseconds: number;
  readonly tls:
    { readonly certFile: string; readonly keyFile: string; readonly clientCaFile: string | undefined } | undefined;
}

/** A command line that cannot be followed; its text says why. */
export class RunnerFlagError extends Error {}

export const HELP = `function-runner: runs KRM functions for Porch servers over gRPC

  --address ADDRESS             address to listen on; 0.0.0.0 for any (127.0.0.1)
  --port PORT                   port to listen on; 0 takes any free one (9445)
  --functions DIR               run binaries of this directory: NAME-TAG, NAME:TAG or NAME
  --container-runtime COMMAND   run other images with docker, podman or nerdctl
  --allow-network               let containers reach the network
  --require-digest              run only images that are pinned by digest in containers
  --disable-built-in            leave the built-in functions to the caller
  --function-module FILE        add functions made with defineFunction (may be repeated)
  --concurrency-per-function N  most calls of one function at once (4)
  --max-waiting N               most calls that wait for their turn (256)
  --max-request-body-size N     most bytes of a message either way (6291456)
  --time-limit SECONDS          longest time a function may take (120)
  --drain SECONDS               how long calls may go on after SIGTERM (30)
  --tls-cert-file FILE, --tls-key-file FILE, --tls-client-ca-file FILE
                                serve TLS; with a client CA only clients it vouches for
`;

const OPTIONS = {
  address: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '9445' },
  functions: { type: 'string' },
  'container-runtime': { type: 'string' },
  'allow-network': { type: 'boolean', default: false },
  'require-digest': { type: 'boolean', default: false },
  'disable-built-in': { type: 'boolean', default: false },
  'function-module': { type: 'string', multiple: true },
  'concurrency-per-function': { type: 'string', default: '4' },
  'max-waiting': { type: 'string', default: '256' },
  'max-request-body-size': { type: 'string', default: String(6 * 1024 * 1024) },
  'time-limit': { type: 'string', default: '120' },
  drain: { type: 'string', default: '30' },
  'tls-cert-file': { type: 'string' },
  'tls-key-file': { type: 'string' },
  'tls-client-ca-file': { type: 'string' },
} as const;

type NumberFlag =
  'port' | 'concurrency-per-function' | 'max-waiting' | 'max-request-body-size' | 'time-limit' | 'drain';

/** A day: timers of much longer go off at once. */
const LONGEST_SECONDS = 86_400;

/** @throws RunnerFlagError */
export function parseRunnerFlags(args: readonly string[]): RunnerFlags {
  const values = parsed(args);
  const number = (name: NumberFlag, least = 0, most = Number.MAX_SAFE_INTEGER) => {
    const value = values[name] === '' ? NaN : Number(values[name]);
    if (!Number.isInteger(value) || value < least || value > most) {
      const range = (least > 0 ? ` from ${least}` : '') + (most < Number.MAX_SAFE_INTEGER ? ` up to ${most}` : '');
      throw new RunnerFlagError(`--${name} must be a whole number${range}, not ${values[name]}`);
    }
    return value;
  };
  const [certFile, keyFile, clientCaFile] = [
    values['tls-cert-file'],
    values['tls-key-file'],
    values['tls-client-ca-file'],
  ];
  if (clientCaFile !== undefined && certFile === undefined) {
    throw new RunnerFlagError('--tls-client-ca-file needs --tls-cert-file and --tls-key-file');
  }
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw new RunnerFlagError('--tls-cert-file and --tls-key-file go together');
  }
  return {
    address: values.address,
    port: number('port', 0, 65535),
    functions: values.functions,
    containerRuntime: values['container-runtime'],
    allowNetwork: values['allow-network'],
    requireDigest: values['require-digest'],
    builtIn: !values['disable-built-in'],
    functionModules: values['function-module'] ?? [],
    concurrencyPerFunction: number('concurrency-per-function', 1),
    maxWaiting: number('max-waiting'),
    maxMessageBytes: number('max-request-body-size', 1),
    timeLimitMilliseconds: number('time-limit', 1, LONGEST_SECONDS) * 1000,
    drainMilliseconds: number('drain', 0, LONGEST_SECONDS) * 1000,
    tls: certFile !== undefined && keyFile !== undefined ? { certFile, keyFile, clientCaFile } : undefined,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw new RunnerFlagError(error instanceof Error ? error.message : String(error));
  }
}
