import { packageRevisions, retryOnConflict } from '@porch/client';
import { type Command } from 'commander';
import { forEachName } from '../../session/for-each-name';
import { withProgress } from '../../session/progress';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand, requiredNames } from '../porch-command';
import { requireReady } from './readiness';

export function approveCommand(session: Session): Command {
  return porchCommand(
    session,
    { name: 'approve', usage: 'NAME...', summary: 'Approve a proposal to publish a package revision.' },
    () => undefined,
    async (context) =>
      forEachName(requiredNames(context), context.io, async (name) => {
        await withProgress(context.io, `approving ${name}`, () =>
          retryOnConflict(() => approve(context, name), context.io.signal),
        );
        context.io.out(`${name} approved\n`);
      }),
  );
}

async function approve(context: CommandContext, name: string): Promise<void> {
  const client = await context.client();
  const revision = await client.get(packageRevisions, { name }, { signal: context.signal() });
  requireReady(revision);
  const approved = { ...revision, spec: { ...revision.spec, lifecycle: 'Published' as const } };
  await client.update(packageRevisions, approved, { subresource: 'approval', signal: context.signal() });
}
