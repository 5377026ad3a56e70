import { type Listening } from '@porch/apiserver';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { type DataDirectory } from './data-directory';
import { type ServerLogger } from './logger';
import { type ServerFlags } from './server-flags';
import { ownServingCertificate } from './serving-certificate';
import { StartupError } from './startup-error';

/** What HTTPS is served with; `authority` is undefined for a certificate of the administrator's own. */
export interface ServingTls {
  readonly certificate: string;
  readonly key: string;
  readonly authority: string | undefined;
}

const CHECK_INTERVAL = 12 * 60 * 60 * 1000;

/** The administrator's certificate, read anew each time, or one made here. @throws StartupError when a file cannot be read */
export async function servingCertificate(flags: ServerFlags, directory: DataDirectory): Promise<ServingTls> {
  const [certificate, key] = [flags.optional('tls-cert-file'), flags.optional('tls-private-key-file')];
  if (certificate !== undefined && key !== undefined) {
    return {
      certificate: readTextFile(certificate, '--tls-cert-file'),
      key: readTextFile(key, '--tls-private-key-file'),
      authority: undefined,
    };
  }
  return ownServingCertificate(directory, servingHosts(flags.text('bind-address')), new Date());
}

function servingHosts(bindAddress: string): string[] {
  return [...new Set(['localhost', '127.0.0.1', '::1', bindAddress, hostname()])].filter((host) => host !== '');
}

/** Serves with a renewed certificate, made here or put in place by the administrator, without a restart. */
export function keepCertificateFresh(
  flags: ServerFlags,
  directory: DataDirectory,
  listening: Listening,
  signal: AbortSignal,
  logger: ServerLogger,
): void {
  const timer = setInterval(() => {
    servingCertificate(flags, directory).then(
      ({ certificate, key }) => listening.updateTls({ cert: certificate, key }),
      (error: unknown) => logger.error({ err: error }, 'the serving certificate could not be renewed'),
    );
  }, CHECK_INTERVAL).unref();
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

function readTextFile(path: string, flag: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new StartupError(`${flag} ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
}
