import { type Command } from 'commander';
import { type Session } from '../../session/session';
import { commandGroup } from '../porch-command';
import { exportCommand } from './export';
import { importCommand } from './import';

export function adminGroup(session: Session): Command {
  return commandGroup('admin', 'Save and restore what a server stores.', [
    exportCommand(session),
    importCommand(session),
  ]);
}
