import { type Command } from 'commander';
import { type Session } from '../../session/session';
import { commandGroup } from '../porch-command';
import { getRepositoriesCommand } from './get';
import { regCommand } from './reg';
import { syncCommand } from './sync';
import { unregCommand } from './unreg';

export function repoGroup(session: Session): Command {
  return commandGroup('repo', 'Manage package repositories.', [
    regCommand(session),
    getRepositoriesCommand(session),
    unregCommand(session),
    syncCommand(session),
  ]);
}
