import { Command } from 'commander';
import { adminGroup } from '../commands/admin/admin-group';
import { completionCommand } from '../commands/completion/completion';
import { doctorCommand } from '../commands/doctor/doctor';
import { repoGroup } from '../commands/repo/repo-group';
import { rpkgGroup } from '../commands/rpkg/rpkg-group';
import { versionCommand } from '../commands/version';
import { fnCommand } from '../commands/fn-listing';
import { type CommandIo } from './command-io';
import { addConnectionOptions } from './connection-options';
import { type Session } from './session';

/** The whole command line. */
export function createProgram(session: Session): Command {
  const program = new Command('porchctl').description('Manage package repositories and the package revisions in them.');
  addConnectionOptions(program);
  const commands = [
    repoGroup(session),
    rpkgGroup(session),
    fnCommand(),
    adminGroup(session),
    doctorCommand(session),
    completionCommand(session),
    versionCommand(session),
  ];
  for (const command of commands) program.addCommand(command);
  configure(program, session.io);
  return program;
}

/** Output goes to the session, and nothing ends the process. */
function configure(command: Command, io: CommandIo): void {
  command
    .exitOverride()
    .configureHelp({ showGlobalOptions: true, subcommandTerm })
    .configureOutput({
      writeOut: (text) => io.out(text),
      // What is wrong with a command line is said where the error is caught; the rest is help that nobody asked for.
      writeErr: (text) => (text.startsWith('error:') ? undefined : io.out(text)),
    });
  for (const sub of command.commands) configure(sub, io);
}

/** A command with its aliases in a list of commands. */
function subcommandTerm(command: Command): string {
  return [command.name(), ...command.aliases()].join(', ');
}
