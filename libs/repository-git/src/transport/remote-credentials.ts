import { type Credential, type OperationContext } from '@porch/repository';
import { isHostAllowed } from './address-policy';
import { TransportError } from './git-transport';

const LEAST_LIFE_MILLISECONDS = 5 * 60_000;

/** The credential of one registered repository, resolved when it is first needed and again when it stops working. */
export class RemoteCredentials {
  #current: Promise<Credential | undefined> | undefined;

  constructor(private readonly resolve: (context: OperationContext) => Promise<Credential | undefined>) {}

  async get(context: OperationContext, now: Date): Promise<Credential | undefined> {
    const credential = await this.#load(context);
    // A token about to run out would do so in the middle of a transfer.
    const expiresAt = credential && 'expiresAt' in credential ? credential.expiresAt : undefined;
    if (expiresAt === undefined || expiresAt.getTime() - now.getTime() > LEAST_LIFE_MILLISECONDS) return credential;
    this.forget();
    return this.#load(context);
  }

  /** After the remote refused it: the next use resolves it anew. */
  forget(): void {
    this.#current = undefined;
  }

  #load(context: OperationContext): Promise<Credential | undefined> {
    const pending = (this.#current ??= this.resolve(context));
    pending.catch(() => {
      if (this.#current === pending) this.#current = undefined;
    });
    return pending;
  }
}

/**
 * The Authorization header of a credential for a remote; undefined for a credential that HTTP cannot carry.
 * @throws TransportError when the credential is not for that remote
 */
export function authorizationHeader(credential: Credential, url: URL): string | undefined {
  switch (credential.type) {
    case 'basic':
      assertMayBeShown(credential.hosts, url);
      return `Basic ${Buffer.from(`${credential.username}:${credential.password.reveal()}`).toString('base64')}`;
    case 'bearer':
      return `Bearer ${credential.token.reveal()}`;
    case 'ssh':
      return undefined;
  }
}

function assertMayBeShown(hosts: readonly string[] | undefined, url: URL): void {
  if (hosts === undefined) return;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isPrivate = url.protocol === 'https:' || isLoopback(host);
  if (isPrivate && isHostAllowed(host, { allowPrivateAddresses: true, allowedHosts: hosts })) return;
  throw new TransportError(
    'authentication',
    `the credential for ${url.origin} was not sent: it is for ${hosts.join(', ') || 'no host'} only, over https`,
  );
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
}
