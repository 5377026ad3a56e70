import { Command } from 'commander';
import { completionCommand } from '../commands/completion/completion';
import { doctorCommand } from '../commands/doctor/doctor';
import { repoGroup } from '../commands/repo/repo-group';
import { rpkgGroup } from '../commands/rpkg/rpkg-group';
import { versionCommand } from '../commands/version';
import { fnCommand } from '../commands/fn-listing';
import { addConnectionOptions } from './connection-options';
import { type Session } from './session';

/** The whole command line. */
export function createProgram(session: Session): Command {
  const program = new Command('porchctl')
    .description('Manage package repositories and the package revisions in them.')
    .configureHelp({ showGlobalOptions: true });
  addConnectionOptions(program);
  const commands = [
    repoGroup(session),
    rpkgGroup(session),
    fnCommand(),
    doctorCommand(session),
    completionCommand(session),
    versionCommand(session),
  ];
  for (const command of commands) program.addCommand(command);
  configure(program, session);
  return program;
}

/** Output goes to the session, and nothing ends the process. */
function configure(command: Command, session: Session): void {
  command
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => session.io.out(text),
      // What is wrong with a command line is said where the error is caught.
      writeErr: (text) => (text.startsWith('error:') ? undefined : session.io.err(text)),
    });
  for (const sub of command.commands) configure(sub, session);
}
