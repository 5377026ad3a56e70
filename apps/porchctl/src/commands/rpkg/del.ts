import { packageRevisions } from '@porch/client';
import { type Command } from 'commander';
import { CommandError } from '../../session/command-error';
import { forEachName } from '../../session/for-each-name';
import { type Session } from '../../session/session';
import { porchCommand } from '../porch-command';

export function delCommand(session: Session): Command {
  return porchCommand(
    session,
    { name: 'del', aliases: ['delete'], usage: 'NAME...', summary: 'Delete a package revision.' },
    () => undefined,
    async (context) => {
      if (context.args.length === 0) throw new CommandError('PACKAGE_REVISION is a required positional argument');
      await forEachName(context.args, context.io, async (name) => {
        const client = await context.client();
        await client.delete(packageRevisions, { name }, { signal: context.signal() });
        context.io.out(`${name} deleted\n`);
      });
    },
  );
}
