import { type KubernetesObject, type SecretText } from '@porch/api';
import { backgroundContext, type ObjectStore } from '@porch/repository';
import { inspect } from 'node:util';
import { createSecretCredentialResolver } from './secret-credential-resolver';

const context = backgroundContext();

function resolverOver(secret: { type?: string; data?: Record<string, string> } | undefined) {
  const data = Object.fromEntries(
    Object.entries(secret?.data ?? {}).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
  );
  const object = secret && ({ apiVersion: 'v1', kind: 'Secret', metadata: {}, ...secret, data } as KubernetesObject);
  const store = { get: () => Promise.resolve(object) } as unknown as ObjectStore;
  return createSecretCredentialResolver({ store });
}

describe('credentials from Secrets', () => {
  it('reads basic authentication', async () => {
    const resolver = resolverOver({ type: 'kubernetes.io/basic-auth', data: { username: 'u', password: 'hunter2' } });
    const credential = await resolver.resolveCredential('ns', 's', context);
    expect(credential).toMatchObject({ type: 'basic', username: 'u' });
    expect((credential as { password: SecretText }).password.reveal()).toBe('hunter2');
    expect(`${inspect(credential)}${JSON.stringify(credential)}`).not.toContain('hunter2');
  });

  it('reads a bearer token, also from a Secret without a type, and trims the newline editors add', async () => {
    const credential = await resolverOver({ data: { bearerToken: 'abc\n' } }).resolveCredential('ns', 's', context);
    expect((credential as { token: SecretText }).token.reveal()).toBe('abc');
  });

  it('reads a deploy key with the hosts it may be shown to', async () => {
    const data = { 'ssh-privatekey': 'KEY', known_hosts: 'git.example ssh-ed25519 AAAA' };
    const credential = await resolverOver({ type: 'kubernetes.io/ssh-auth', data }).resolveCredential(
      'n',
      's',
      context,
    );
    expect(credential).toMatchObject({ type: 'ssh', knownHosts: data.known_hosts });
  });

  it.each([
    [undefined, 'secrets "s" not found'],
    [{ type: 'kubernetes.io/basic-auth', data: { username: 'u' } }, 'it has no key password'],
    [{ type: 'Opaque', data: { other: 'x' } }, 'bearer Token secret.Data key must be set as bearerToken'],
    [{ type: 'kubernetes.io/tls', data: {} }, 'no resolver for secret with type kubernetes.io/tls'],
    [{ type: 'kubernetes.io/ssh-auth', data: { 'ssh-privatekey': 'KEY' } }, 'it has no key known_hosts'],
  ])('names the Secret and what is wrong with it: %j', async (secret, why) => {
    await expect(resolverOver(secret as never).resolveCredential('ns', 's', context)).rejects.toMatchObject({
      code: 422,
      message: `cannot resolve credentials in a secret ns/s: ${why}`,
    });
  });

  it("finds a namespace's certificate authorities", async () => {
    const resolver = resolverOver({ data: { 'ca.crt': 'PEM' } });
    expect(await resolver.resolveCertificateAuthorities('ns', context)).toBe('PEM');
  });
});
