import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { helpText, parseServerFlags } from './server-flags';

describe("the server's flags", () => {
  it('have defaults', () => {
    const flags = parseServerFlags([]);
    expect([flags.text('data-dir'), flags.text('bind-address'), flags.integer('secure-port', 0, 65535)]).toEqual([
      './.porch',
      '127.0.0.1',
      4443,
    ]);
    expect(flags.boolean('relax-readiness-gates')).toBe(false);
    expect(flags.list('allow-local-repositories')).toEqual([]);
  });

  it('are given as --flag VALUE, --flag=VALUE, repeated, separated by commas, and bare for true', () => {
    const args = [
      '--data-dir',
      'd',
      '--secure-port=0',
      '--allow-git-host=a,b',
      '--allow-git-host',
      'c',
      '--forbid-self-approval',
    ];
    const flags = parseServerFlags(args);
    expect(flags.text('data-dir')).toBe('d');
    expect(flags.integer('secure-port', 0, 65535)).toBe(0);
    expect(flags.list('allow-git-host')).toEqual(['a', 'b', 'c']);
    expect(flags.boolean('forbid-self-approval')).toBe(true);
  });

  it.each([
    [['--nonsense'], '--nonsense'],
    [['positional'], 'positional'],
    [['--tls-cert-file', 'x'], '--tls-cert-file and --tls-private-key-file go together'],
    [['--oidc-issuer-url', 'https://x'], '--oidc-client-id'],
  ])('refuses %j, naming it', (args, text) => expect(() => parseServerFlags(args)).toThrow(text));

  it('refuses values of the wrong kind', () => {
    const flags = parseServerFlags(['--secure-port', '99999', '--relax-readiness-gates', 'maybe']);
    expect(() => flags.integer('secure-port', 0, 65535)).toThrow('--secure-port must be a number from 0 to 65535');
    expect(() => flags.boolean('relax-readiness-gates')).toThrow('must be true or false, not maybe');
    const keepsDrafts = (where: string) =>
      parseServerFlags(['--keep-drafts', where]).oneOf('keep-drafts', ['remote', 'local']);
    expect(keepsDrafts('local')).toBe('local');
    expect(() => keepsDrafts('here')).toThrow('--keep-drafts must be remote or local, not here');
  });

  it('are all in the documentation', () => {
    const page = readFileSync(resolve(__dirname, '../../../docs/server.md'), 'utf8');
    for (const [, name] of helpText().matchAll(/^ {2}--([\w-]+) /gm)) expect(page).toContain(`\`--${name} `);
  });
});
