import { packageRevisions, retryOnConflict } from '@porch/client';
import { type Command } from 'commander';
import { CommandError } from '../../session/command-error';
import { forEachName } from '../../session/for-each-name';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand, requiredNames } from '../porch-command';
import { requireReady } from './readiness';

export function proposeCommand(session: Session): Command {
  return porchCommand(
    session,
    { name: 'propose', usage: 'NAME...', summary: 'Propose that a package revision should be published.' },
    () => undefined,
    async (context) =>
      forEachName(requiredNames(context), context.io, (name) =>
        retryOnConflict(() => propose(context, name), context.io.signal),
      ),
  );
}

async function propose(context: CommandContext, name: string): Promise<void> {
  const client = await context.client();
  const revision = await client.get(packageRevisions, { name }, { signal: context.signal() });
  requireReady(revision);
  const { lifecycle = 'Draft' } = revision.spec;
  if (lifecycle === 'Proposed') {
    context.io.err(`${name} is already proposed\n`);
    return;
  }
  if (lifecycle !== 'Draft') throw new CommandError(`cannot propose ${lifecycle} package`);
  const proposed = { ...revision, spec: { ...revision.spec, lifecycle: 'Proposed' as const } };
  await client.update(packageRevisions, proposed, { signal: context.signal() });
  context.io.out(`${name} proposed\n`);
}
