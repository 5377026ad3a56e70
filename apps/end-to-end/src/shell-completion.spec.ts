import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describeNeeding, program } from './support/describe-needing';
import { porchctlBundle } from './support/paths';
import { succeed } from './support/run-program';

/**
 * Lines are typed into an interactive shell: a tab after each, then return. What runs is a function that says what it
 * was given; only completion asks the real program.
 */
const typedInto = (shell: string, start: readonly string[]) => `
zmodload zsh/zpty
zpty shell ${shell}
${start.map((line) => `zpty -w shell '${line}'`).join('\n')}
zpty -w shell 'porchctl() { if [[ $1 = __complete ]]; then command porchctl "$@"; else echo "<$*>"; fi; }'
zpty -w shell 'porchctl ready'
zpty -r shell out $'*\\n<ready>*'
for line in "$@"; do
  zpty -w -n shell "$line"$'\\t\\n'
  zpty -r shell out $'*\\n<*>*'
  print -r -- "\${\${out##*$'\\n'<}%%>*}"
done
zpty -d shell
`;
const ZSH = typedInto('zsh -f -i', [
  'PS1= PS2=; autoload -Uz compinit; compinit -u -D; setopt no_beep',
  'source <(porchctl completion zsh)',
]);
const BASH = typedInto('bash --norc -i', [
  'PS1= PS2=; bind "set enable-bracketed-paste off"',
  'source <(porchctl completion bash)',
]);
const FISH = `
porchctl completion fish | source
for line in $argv
  complete -C "$line"
end
`;

const LINES = [
  'porchctl rpkg propose-d',
  'porchctl rpkg get --output=yam',
  'porchctl --context team:b',
  'porchctl rpkg push playground.a.v1 pack',
];

describe('completion of command lines', () => {
  const folder = mkdtempSync(join(tmpdir(), 'porch-completion-'));
  const env = {
    PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
    HOME: folder,
    KUBECONFIG: join(folder, 'config'),
  };
  beforeAll(() => {
    const program = join(folder, 'porchctl');
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${porchctlBundle}' "$@"\n`);
    chmodSync(program, 0o755);
    writeFileSync(env.KUBECONFIG, JSON.stringify({ contexts: [{ name: 'team:blue', context: {} }] }));
    writeFileSync(join(folder, 'package.yaml'), '');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const complete = async (shell: string, script: string, flags: readonly string[], lines: readonly string[]) => {
    const file = join(folder, `drive.${shell}`);
    writeFileSync(file, script);
    const output = await succeed(shell, [...flags, file, ...lines], { env, cwd: folder });
    return output.trimEnd().split('\n');
  };

  describeNeeding([program('zsh')], 'typed into', () => {
    it.each([
      ['bash', BASH],
      ['zsh', ZSH],
    ])('%s becomes a command, the value of a flag, a name with a colon, or a file', async (_shell, script) => {
      expect(await complete('zsh', script, ['-f'], LINES)).toEqual([
        'rpkg propose-delete',
        'rpkg get --output=yaml',
        '--context team:blue',
        'rpkg push playground.a.v1 package.yaml',
      ]);
    });
  });

  describeNeeding([program('fish')], 'in fish', () => {
    it('offers commands with what they do, values of flags, names with colons, and files', async () => {
      expect(await complete('fish', FISH, ['--no-config'], LINES)).toEqual([
        'propose-delete\tPropose deletion of a published package revision.',
        '--output=yaml',
        'team:blue',
        'package.yaml',
      ]);
    });
  });
});
