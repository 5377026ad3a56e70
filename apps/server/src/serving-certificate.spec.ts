import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataDirectory } from './data-directory';
import { ownServingCertificate } from './serving-certificate';

const DAY = 24 * 60 * 60 * 1000;

describe("a certificate of the server's own", () => {
  const folder = mkdtempSync(join(tmpdir(), 'porch-certificate-'));
  const directory = openDataDirectory(folder);
  const now = new Date('2026-01-01T00:00:00Z');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is signed by an authority of its own and covers the hosts', async () => {
    const made = await ownServingCertificate(directory, ['localhost', '127.0.0.1'], now);
    const certificate = new X509Certificate(made.certificate);
    expect(certificate.verify(new X509Certificate(made.authority).publicKey)).toBe(true);
    expect([certificate.checkHost('localhost'), certificate.checkIP('127.0.0.1')]).toEqual(['localhost', '127.0.0.1']);
  });

  it('stays while it lasts, and is renewed under the same authority before it ends', async () => {
    const first = await ownServingCertificate(directory, ['localhost'], now);
    const later = await ownServingCertificate(directory, ['localhost'], new Date(now.getTime() + 300 * DAY));
    expect(later.certificate).toBe(first.certificate);
    const renewed = await ownServingCertificate(directory, ['localhost'], new Date(now.getTime() + 340 * DAY));
    expect(renewed.certificate).not.toBe(first.certificate);
    expect(renewed.authority).toBe(first.authority);
  });

  it('is made anew for a host it does not cover', async () => {
    const first = await ownServingCertificate(directory, ['localhost'], now);
    const other = await ownServingCertificate(directory, ['localhost', 'porch.example'], now);
    expect(other.certificate).not.toBe(first.certificate);
    expect(new X509Certificate(other.certificate).checkHost('porch.example')).toBe('porch.example');
  });
});
