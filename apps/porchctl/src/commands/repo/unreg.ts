import { isPorchError } from '@porch/api';
import { repositories, secrets } from '@porch/client';
import { type Command } from 'commander';
import { CommandError } from '../../session/command-error';
import { messageOf } from '../../session/report-error';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand } from '../porch-command';
import { authSecretName } from './repository-auth-secret';

interface UnregOptions {
  keepAuthSecret?: boolean;
}

export function unregCommand(session: Session): Command {
  return porchCommand<UnregOptions>(
    session,
    { name: 'unreg', aliases: ['unregister'], usage: 'REPOSITORY', summary: 'Unregister a repository.' },
    (command) => command.option('--keep-auth-secret', "keep the Secret with the repository's credentials"),
    unregister,
  );
}

async function unregister(context: CommandContext, options: UnregOptions): Promise<void> {
  const [name] = context.args;
  if (name === undefined) throw new CommandError('REPOSITORY is a required positional argument');
  const client = await context.client();
  const repository = await client.get(repositories, { name }, { signal: context.signal() });
  await client.delete(repositories, { name }, { signal: context.signal() });
  const secret = options.keepAuthSecret ? undefined : authSecretName(repository);
  if (secret === undefined) return;
  try {
    await client.delete(secrets, { name: secret }, { signal: context.signal() });
  } catch (error) {
    if (isPorchError(error) && error.reason === 'NotFound') return;
    throw new CommandError(`failed to delete Secret ${secret}: ${messageOf(error)}`);
  }
}
