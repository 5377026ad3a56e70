import { type PackageRevisionObject } from '@porch/api';
import { packageRevisionResources, packageRevisions } from '@porch/client';
import { type Command } from 'commander';
import { CommandError, UsageError } from '../../session/command-error';
import { type Session } from '../../session/session';
import { addGetOptions, type GetOptions } from '../get-options';
import { type CommandContext, porchCommand } from '../porch-command';
import { printResources, type Selection } from '../print-resources';

interface GetRevisionsOptions extends GetOptions {
  name?: string;
  revision?: string;
  workspace?: string;
  repository?: string;
  showKptfile?: boolean;
}

export function getRevisionsCommand(session: Session): Command {
  return porchCommand<GetRevisionsOptions>(
    session,
    {
      name: 'get',
      aliases: ['list'],
      usage: '[NAME...]',
      summary: 'List package revisions in registered repositories.',
    },
    (command) => {
      addGetOptions(command);
      command
        .option('--name <PACKAGE>', 'only revisions of the package with this name')
        .option('--revision <N>', 'only revisions with this number')
        .option('--workspace <NAME>', 'only revisions with this workspace')
        .option('--repository <NAME>', 'only revisions in this repository')
        .option('--show-kptfile', "print the Kptfile of the one package revision that's named");
    },
    getRevisions,
  );
}

async function getRevisions(context: CommandContext, options: GetRevisionsOptions): Promise<void> {
  if (options.showKptfile) return showKptfile(context, options);
  const selection = context.args.length === 0 ? revisionSelection(options) : {};
  return printResources(context, packageRevisions, options, selection);
}

/** The server is asked for one condition, as upstream does; the others are applied here. */
function revisionSelection(options: {
  name?: string;
  revision?: string;
  workspace?: string;
  repository?: string;
}): Selection<PackageRevisionObject> {
  const { name, workspace, repository } = options;
  const revision =
    options.revision === undefined || options.revision === '' ? undefined : revisionNumber(options.revision);
  const fieldSelector = name
    ? `spec.packageName=${name}`
    : workspace
      ? `spec.workspaceName=${workspace}`
      : revision !== undefined
        ? `spec.revision=${revision}`
        : repository
          ? `spec.repository=${repository}`
          : undefined;
  return {
    fieldSelector,
    objectMatches: ({ spec }) =>
      (!name || spec.packageName === name) &&
      (!workspace || spec.workspaceName === workspace) &&
      (!repository || spec.repository === repository) &&
      (revision === undefined || (spec.revision ?? 0) === revision),
    rowMatches: (table, cells) => {
      const matches = (title: string, wanted: string | number | undefined) => {
        const at = table.columnDefinitions.findIndex((column) => column.name === title);
        return wanted === undefined || wanted === '' || at < 0 || cells[at] === wanted;
      };
      return (
        matches('Package', name) &&
        matches('WorkspaceName', workspace) &&
        matches('Revision', revision) &&
        matches('Repository', repository)
      );
    },
  };
}

function revisionNumber(text: string): number {
  if (!/^v?-?\d+$/.test(text)) throw new UsageError(`invalid argument "${text}" for "--revision": it is not a number`);
  return Number(text.replace(/^v/, ''));
}

async function showKptfile(context: CommandContext, options: GetRevisionsOptions): Promise<void> {
  const [name] = context.args;
  if (name === undefined || context.args.length !== 1) {
    throw new UsageError('--show-kptfile requires exactly one package revision name as an argument');
  }
  if (options.name || options.revision || options.workspace) {
    throw new UsageError('--show-kptfile cannot be combined with --name, --revision, or --workspace');
  }
  if (options.repository) throw new UsageError('--show-kptfile cannot be combined with --repository');
  if (options.allNamespaces) throw new UsageError('--show-kptfile cannot be combined with --all-namespaces');
  const client = await context.client();
  const { spec } = await client.get(packageRevisionResources, { name }, { signal: context.signal() });
  const kptfile = spec.resources?.['Kptfile'];
  if (kptfile === undefined) throw new CommandError(`Kptfile not found in package revision "${name}"`);
  context.io.out(kptfile.endsWith('\n') ? kptfile : `${kptfile}\n`);
}
