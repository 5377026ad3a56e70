import { packageRevisions } from '@porch/client';
import { type Command } from 'commander';
import { loadPackageTools } from '../../lazy-bundles';
import { jsonText, yamlText } from '../../printing/structured-text';
import { CommandError, QuietExit, UsageError } from '../../session/command-error';
import { withProgress } from '../../session/progress';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand } from '../porch-command';
import { diffBase } from './diff-base';
import { packageFiles } from './package-files';

interface DiffOptions {
  against: string;
  unified: string;
  output?: string;
  color: string;
  exitCode?: boolean;
}

export function diffCommand(session: Session): Command {
  return porchCommand<DiffOptions>(
    session,
    {
      name: 'diff',
      usage: 'A [B]',
      summary: 'Show what differs between two package revisions.',
      description:
        'Shows what changes from package revision A to B. With A alone, shows what A changed of what it was made from ' +
        '(or of its upstream, with --against=upstream).',
    },
    (command) =>
      command
        .option('--against <WHICH>', 'what A alone is compared with: source or upstream', 'source')
        .option('-U, --unified <LINES>', 'unchanged lines around each change', '3')
        .option('-o, --output <FORMAT>', 'json or yaml, for programs')
        .option('--color <WHEN>', 'auto, always or never', 'auto')
        .option('--exit-code', 'exit with 1 when there are differences'),
    diff,
  );
}

async function diff(context: CommandContext, options: DiffOptions): Promise<void> {
  const [first, second] = context.args;
  if (first === undefined) throw new CommandError('PACKAGE_REVISION is a required positional argument');
  const lines = Number(options.unified);
  if (!Number.isInteger(lines) || lines < 0)
    throw new UsageError(`invalid argument "${options.unified}" for "--unified" flag`);
  const client = await context.client();
  const [from, to] = await withProgress(context.io, `comparing ${first}`, async (): Promise<[string, string]> => {
    if (second !== undefined) return [first, second];
    const revision = await client.get(packageRevisions, { name: first }, { signal: context.signal() });
    return [await diffBase(client, revision, options.against, context.signal()), first];
  });
  const { comparePackages, unifiedDiff } = loadPackageTools();
  const differences = comparePackages(
    await packageFiles(client, from, context.signal()),
    await packageFiles(client, to, context.signal()),
    lines,
  );
  if (options.output === 'json') context.io.out(jsonText({ from, to, files: differences }));
  else if (options.output === 'yaml') context.io.out(yamlText({ from, to, files: differences }));
  else if (options.output) throw new UsageError(`unknown output format "${options.output}"; use json or yaml`);
  else context.io.out(unifiedDiff(differences, wantsColour(context, options.color)));
  if (options.exitCode && differences.length > 0) throw new QuietExit(1);
}

function wantsColour({ io }: CommandContext, when: string): boolean {
  if (when === 'always') return true;
  return when === 'auto' && io.stdoutIsTerminal && !io.env['NO_COLOR'];
}
