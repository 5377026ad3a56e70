import { Command } from 'commander';
import { type Session } from '../session/session';
import { VERSION } from '../version';

export function versionCommand(session: Session): Command {
  return new Command('version')
    .summary('Print the version number of porchctl.')
    .description('Print the version number of porchctl.')
    .action(() => session.io.out(`Version: ${VERSION}\n`));
}
