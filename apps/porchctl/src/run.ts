import { CommanderError } from 'commander';
import { COMPLETE_WORD, printCandidates } from './commands/completion/completion';
import { cobraArguments } from './session/cobra-arguments';
import { type CommandIo } from './session/command-io';
import { parseProblem } from './session/parse-problem';
import { createProgram } from './session/program';
import { reportError } from './session/report-error';
import { Session } from './session/session';

/** Runs one command line (without the program's own name) and gives its exit code. */
export async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const session = new Session(io);
  const program = createProgram(session);
  try {
    if (argv[0] === COMPLETE_WORD) {
      await printCandidates(session, program, argv.slice(1));
      return 0;
    }
    await program.parseAsync(cobraArguments(argv, program), { from: 'user' });
    return 0;
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportError(error, io);
    if (error.exitCode === 0) return 0;
    if (error.code === 'commander.help') return 0;
    return reportError(parseProblem(error, commandPath(argv)), io);
  } finally {
    session.close();
  }
}

/** The words of a command line before its first flag: what an unknown command was looked for under. */
function commandPath(argv: readonly string[]): string {
  const groups = argv.filter((argument) => ['repo', 'rpkg', 'admin'].includes(argument)).slice(0, 1);
  return ['porchctl', ...groups].join(' ');
}
