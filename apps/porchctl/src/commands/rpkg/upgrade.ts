import { type MergeStrategy } from '@porch/api';
import { type Client, packageRevisions, retryOnConflict } from '@porch/client';
import { type Command } from 'commander';
import { loadPackageTools } from '../../lazy-bundles';
import { jsonText, yamlText } from '../../printing/structured-text';
import { CommandError, UsageError } from '../../session/command-error';
import { withProgress } from '../../session/progress';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand } from '../porch-command';
import { discoverUpdates } from './discover-updates';
import { draftRevision } from './draft-revision';
import { findUpgradeSources, STRATEGIES } from './upgrade-sources';

interface UpgradeOptions {
  revision: string;
  workspace?: string;
  strategy: string;
  discover?: string;
  dryRun?: boolean;
  output?: string;
}

export function upgradeCommand(session: Session): Command {
  return porchCommand<UpgradeOptions>(
    session,
    {
      name: 'upgrade',
      usage: 'SOURCE_PACKAGE_REVISION | --discover WHICH [NAME...]',
      summary: 'Create a new package revision which upgrades a downstream package to a more recent upstream revision.',
    },
    (command) =>
      command
        .option('--revision <N>', 'revision of the upstream package to upgrade to; 0 is the latest', '0')
        .option('--workspace <NAME>', 'workspace of the upgraded package revision')
        .option('--strategy <STRATEGY>', `how changes are merged: ${STRATEGIES.join('|')}`, 'resource-merge')
        .option('--discover <WHICH>', "list available upgrades instead: 'upstream' or 'downstream'")
        .option('--dry-run', 'create nothing: show what the merge would decide')
        .option('-o, --output <FORMAT>', 'with --dry-run: json or yaml, for programs'),
    upgrade,
  );
}

async function upgrade(context: CommandContext, options: UpgradeOptions): Promise<void> {
  if (options.discover !== undefined) return discoverUpdates(context, options.discover);
  const [name] = context.args;
  if (name === undefined) throw new CommandError('SOURCE_PACKAGE_REVISION is a required positional argument');
  if (context.args.length > 1) {
    throw new CommandError('too many arguments; SOURCE_PACKAGE_REVISION is the only accepted positional arguments');
  }
  const revision = revisionNumber(options.revision);
  const strategy = mergeStrategy(options.strategy);
  const { workspace } = options;
  if (options.dryRun) return dryRun(context, { name, revision, strategy }, options.output);
  if (!workspace) throw new CommandError('workspace is required');
  const client = await context.client();
  const upgraded = await withProgress(context.io, `upgrading ${name}`, () =>
    retryOnConflict(() => createUpgrade(context, client, { name, revision, strategy, workspace }), context.io.signal),
  );
  context.io.out(`${name} upgraded to ${upgraded}\n`);
}

interface UpgradeChoice {
  name: string;
  revision: number;
  strategy: MergeStrategy;
}

interface UpgradeRequest extends UpgradeChoice {
  workspace: string;
}

async function dryRun(context: CommandContext, choice: UpgradeChoice, output: string | undefined): Promise<void> {
  const { previewText, previewUpgrade } = loadPackageTools();
  const client = await context.client();
  const signal = () => context.signal();
  const preview = await withProgress(context.io, `merging ${choice.name}`, async () => {
    const sources = await findUpgradeSources(client, choice.name, choice.revision, signal);
    return previewUpgrade(client, sources, choice.strategy, signal);
  });
  if (output === 'json') context.io.out(jsonText(preview));
  else if (output === 'yaml') context.io.out(yamlText(preview));
  else if (output) throw new UsageError(`unknown output format "${output}"; use json or yaml`);
  else context.io.out(previewText(preview));
}

async function createUpgrade(context: CommandContext, client: Client, request: UpgradeRequest): Promise<string> {
  const signal = () => context.signal();
  const { local, oldUpstream, newUpstream } = await findUpgradeSources(client, request.name, request.revision, signal);
  const { packageName, repository } = local.spec;
  const draft = draftRevision(client.namespace, {
    ...(packageName === undefined ? {} : { packageName }),
    ...(repository === undefined ? {} : { repository }),
    workspaceName: request.workspace,
    tasks: [
      {
        type: 'upgrade',
        upgrade: {
          oldUpstreamRef: { name: oldUpstream.metadata.name ?? '' },
          newUpstreamRef: { name: newUpstream.metadata.name ?? '' },
          localPackageRevisionRef: { name: local.metadata.name ?? '' },
          strategy: request.strategy,
        },
      },
    ],
  });
  const created = await client.create(packageRevisions, draft, { signal: context.signal() });
  return created.metadata.name ?? '';
}

function revisionNumber(text: string): number {
  if (!/^-?\d+$/.test(text))
    throw new UsageError(`invalid argument "${text}" for "--revision" flag: it is not a number`);
  const revision = Number(text);
  if (revision < 0) throw new CommandError('revision must be positive (and not main)');
  return revision;
}

function mergeStrategy(text: string): MergeStrategy {
  const strategy = STRATEGIES.find((candidate) => candidate === text);
  if (!strategy) throw new CommandError(`invalid strategy "${text}"; it must be one of ${STRATEGIES.join(', ')}`);
  return strategy;
}
