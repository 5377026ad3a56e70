import { inspect } from 'node:util';
import { badRequest, invalidObject, notFound, staleResourceVersion } from './errors';
import { INTERNAL_ERROR_PREFIX, isPorchError } from './porch-error';
import { redactUrl, SecretText } from './secret-text';
import { toStatus } from './status';

describe('errors on the wire', () => {
  it('say what they are', () => {
    expect(toStatus(notFound('packagerevisions.porch.kpt.dev', 'a.b.c'))).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'packagerevisions.porch.kpt.dev "a.b.c" not found',
      reason: 'NotFound',
      details: { name: 'a.b.c', group: 'porch.kpt.dev', kind: 'packagerevisions' },
      code: 404,
    });
  });

  it("carry upstream's prefix where its clients compare it, with the code that is right", () => {
    const status = toStatus(staleResourceVersion('packagerevisions.porch.kpt.dev', 'n', INTERNAL_ERROR_PREFIX));
    expect(status.code).toBe(409);
    expect(status.message).toMatch(/^Internal error occurred: Operation cannot be fulfilled on /);
  });

  it('list every broken rule of an object', () => {
    const causes = [
      { field: 'spec.a', reason: 'FieldValueInvalid', message: 'bad' },
      { field: 'spec.b', reason: 'FieldValueRequired', message: 'missing' },
    ];
    expect(toStatus(invalidObject('Repository', 'config.porch.kpt.dev', 'r', causes))).toMatchObject({
      code: 422,
      message: 'Repository.config.porch.kpt.dev "r" is invalid: [spec.a: bad, spec.b: missing]',
      details: { causes },
    });
  });

  it('tell nothing of what was not meant for users', () => {
    const status = toStatus(new Error('connect postgres://user:hunter2@db failed'));
    expect(status).toMatchObject({ code: 500, reason: 'InternalError' });
    expect(JSON.stringify(status)).not.toContain('hunter2');
  });

  it('are recognised by brand, also from another copy of this package', () => {
    const foreign = {
      [Symbol.for('@porch/api/PorchError')]: true,
      reason: 'BadRequest',
      code: 400,
      wirePrefix: '',
      message: 'm',
    };
    expect(isPorchError(foreign)).toBe(true);
    expect(isPorchError(badRequest('m'))).toBe(true);
    expect(isPorchError(new Error('m'))).toBe(false);
  });
});

describe('secrets', () => {
  it('print as redacted, however they are printed', () => {
    const secret = new SecretText('hunter2');
    const shown = `${secret.toString()} ${inspect({ secret }, { showHidden: true })} ${JSON.stringify({ secret })}`;
    expect(shown).not.toContain('hunter2');
    expect(secret.reveal()).toBe('hunter2');
  });

  it.each([
    ['https://user:pw@git.example/x.git?token=t', 'https://git.example/x.git'],
    ['git@host:org/repo.git', 'git@host:org/repo.git'],
    ['ssh://user:pw@host/x', 'ssh://host/x'],
  ])('leave the URL %s', (url, shown) => expect(redactUrl(url)).toBe(shown));
});
