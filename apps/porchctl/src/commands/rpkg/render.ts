import { packageRevisionResources } from '@porch/client';
import { type Command } from 'commander';
import { loadPackageTools } from '../../lazy-bundles';
import { CommandError } from '../../session/command-error';
import { withProgress } from '../../session/progress';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand } from '../porch-command';
import { renderResultLines } from './render-results';

interface RenderOptions {
  write?: boolean;
  diff?: boolean;
}

export function renderCommand(session: Session): Command {
  return porchCommand<RenderOptions>(
    session,
    {
      name: 'render',
      usage: 'NAME',
      summary: "Render a draft's pipeline on the server and show what it would change.",
      description:
        'Has the server render draft NAME as it is stored. Nothing is stored unless --write is given; what would ' +
        'change is printed as a diff.',
    },
    (command) =>
      command.option('--write', 'store the rendered package').option('--no-diff', 'do not print what changes'),
    render,
  );
}

async function render(context: CommandContext, options: RenderOptions): Promise<void> {
  const { io } = context;
  const [name] = context.args;
  if (name === undefined) throw new CommandError('PACKAGE_REVISION is a required positional argument');
  const client = await context.client();
  const stored = await client.get(packageRevisionResources, { name }, { signal: context.signal() });
  const rendered = await withProgress(io, `rendering ${name}`, () =>
    client.update(packageRevisionResources, stored, { dryRun: options.write !== true, signal: context.signal() }),
  );
  if (rendered.status?.renderStatus) io.err(renderResultLines(rendered.status.renderStatus));
  const filesOf = (object: typeof stored) => new Map(Object.entries(object.spec.resources ?? {}));
  const { comparePackages, unifiedDiff } = loadPackageTools();
  const differences = comparePackages(filesOf(stored), filesOf(rendered));
  if (options.diff !== false) io.out(unifiedDiff(differences, io.stdoutIsTerminal && !io.env['NO_COLOR']));
  const count = differences.length === 1 ? '1 file' : `${differences.length} files`;
  io.err(`${name} rendered; ${count} ${options.write ? 'changed' : 'would change'}\n`);
}
