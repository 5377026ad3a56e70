import { type Credential, type OperationContext } from '@porch/repository';

/** The credential of one registered repository, resolved when it is first needed and again when it stops working. */
export class RemoteCredentials {
  #current: Promise<Credential | undefined> | undefined;

  constructor(private readonly resolve: (context: OperationContext) => Promise<Credential | undefined>) {}

  async get(context: OperationContext, now: Date): Promise<Credential | undefined> {
    const credential = await this.#load(context);
    // A token about to run out would do so in the middle of a transfer.
    const expired = credential?.type === 'bearer' && credential.expiresAt !== undefined;
    if (!expired || (credential.expiresAt?.getTime() ?? 0) - now.getTime() > 5 * 60_000) return credential;
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

/** The Authorization header of a credential; undefined for one that HTTP cannot carry. */
export function authorizationHeader(credential: Credential): string | undefined {
  switch (credential.type) {
    case 'basic':
      return `Basic ${Buffer.from(`${credential.username}:${credential.password.reveal()}`).toString('base64')}`;
    case 'bearer':
      return `Bearer ${credential.token.reveal()}`;
    case 'ssh':
      return undefined;
  }
}
