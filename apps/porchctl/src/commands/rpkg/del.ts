import { packageRevisions } from '@porch/client';
import { type Command } from 'commander';
import { forEachName } from '../../session/for-each-name';
import { type Session } from '../../session/session';
import { porchCommand, requiredNames } from '../porch-command';

export function delCommand(session: Session): Command {
  return porchCommand(
    session,
    { name: 'del', aliases: ['delete'], usage: 'NAME...', summary: 'Delete a package revision.' },
    () => undefined,
    async (context) => {
      await forEachName(requiredNames(context), context.io, async (name) => {
        const client = await context.client();
        await client.delete(packageRevisions, { name }, { signal: context.signal() });
        context.io.out(`${name} deleted\n`);
      });
    },
  );
}
