import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { type GrpcRuntimeOptions } from '@porch/fn-runtime';
import { type FlagName, type ServerFlags } from './server-flags';
import { StartupError } from './startup-error';

/** `HOST:PORT`, or a name in one of gRPC's own schemes. */
const ADDRESS = /^(?:(?:\[[\da-fA-F:.%]+\]|[^\s:/[\]]+):\d{1,5}|(?:dns|unix|ipv4|ipv6):\S+)$/;

/** How a function runner is reached. @throws StartupError for an address that is none and for files that cannot be used */
export function functionRunnerOptions(
  address: string,
  flags: ServerFlags,
): Pick<GrpcRuntimeOptions, 'address' | 'tls'> {
  if (!ADDRESS.test(address)) {
    throw new StartupError(
      `--function-runner must be HOST:PORT or a name of gRPC's such as dns:///runner:9445, not ${JSON.stringify(address)}`,
    );
  }
  const caFile = flags.optional('function-runner-ca-file');
  const certFile = flags.optional('function-runner-cert-file');
  const keyFile = flags.optional('function-runner-key-file');
  const ca = checked('function-runner-ca-file', caFile, (pem) => new X509Certificate(pem));
  const cert = checked('function-runner-cert-file', certFile, (pem) => new X509Certificate(pem));
  checked('function-runner-key-file', keyFile, (key) => createSecureContext({ key, cert }));
  const tls = {
    ...(caFile === undefined ? {} : { caFile }),
    ...(certFile === undefined ? {} : { certFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
  };
  return ca === undefined && cert === undefined ? { address } : { address, tls };
}

/** What is in a flag's file. @throws StartupError naming the flag and the file where that is nothing to use */
function checked(flag: FlagName, file: string | undefined, use: (content: Buffer) => unknown): Buffer | undefined {
  if (file === undefined) return undefined;
  try {
    const content = readFileSync(file);
    use(content);
    return content;
  } catch (error) {
    throw new StartupError(`--${flag} ${file} cannot be used: ${(error as Error).message}`);
  }
}
