import { type Client } from '@porch/client';
import { Command } from 'commander';
import { CommandError, UsageError } from '../session/command-error';
import { type CommandIo } from '../session/command-io';
import { type ConnectionOptions } from '../session/connection-options';
import { type Session } from '../session/session';

/** What a command's action gets beside its flags. */
export interface CommandContext {
  io: CommandIo;
  /** Positional arguments. */
  args: string[];
  /** The file of `--kubeconfig`. */
  kubeconfig: string | undefined;
  /** Connects on first use. */
  client(): Promise<Client>;
  /** For the next request: aborted by the user or by `--request-timeout`. */
  signal(): AbortSignal;
}

export interface CommandDescription {
  name: string;
  aliases?: readonly string[];
  /** Positional arguments, for the usage line; more than it shows are refused. */
  usage: string;
  /** The action refuses them in upstream's words. */
  countsArguments?: boolean;
  summary: string;
  description?: string;
}

/** A command of ours: positional arguments are checked by its action, which knows upstream's texts for them. */
export function porchCommand<Options>(
  session: Session,
  description: CommandDescription,
  configure: (command: Command) => void,
  action: (context: CommandContext, options: Options) => Promise<void>,
): Command {
  const command = new Command(description.name)
    .aliases([...(description.aliases ?? [])])
    .usage(`${description.usage} [flags]`.trim())
    .summary(description.summary)
    .description(description.description ?? description.summary)
    .argument('[args...]')
    .allowExcessArguments();
  configure(command);
  return command.action(async (args: string[], options: Options) => {
    const context = {
      io: session.io,
      args,
      kubeconfig: command.optsWithGlobals<ConnectionOptions>().kubeconfig,
      client: () => session.connect(command),
      signal: () => session.requestSignal(command),
    };
    try {
      if (!description.countsArguments) refuseMore(description.usage, args);
      await action(context, options);
    } catch (error) {
      throw withUsage(error, command);
    }
  });
}

/** @throws UsageError for arguments that the usage line has no place for */
function refuseMore(usage: string, args: readonly string[]): void {
  const places = usage.split(' ').filter(Boolean).length;
  if (usage.includes('...') || args.length <= places) return;
  const shown = args.slice(places).map((argument) => JSON.stringify(argument));
  throw new UsageError(
    `too many arguments: ${shown.join(', ')}`,
    places === 0 ? 'this command has flags only; --help lists them' : `it takes ${usage}; --help says more`,
  );
}

/** An error about what is missing on the command line, with where the command is explained. */
function withUsage(error: unknown, command: Command): unknown {
  const isUsage = error instanceof CommandError && error.hint === undefined && /\brequired\b/.test(error.message);
  if (!isUsage) return error;
  const path = [command.name()];
  for (let { parent } = command; parent !== null; { parent } = parent) path.unshift(parent.name());
  return new CommandError(error.message, `"${path.join(' ')} --help" shows how it is used`);
}

/** The names a command is about. @throws CommandError when there are none */
export function requiredNames({ args }: CommandContext): readonly string[] {
  if (args.length === 0) throw new CommandError('PACKAGE_REVISION is a required positional argument');
  return args;
}

/** A group of commands, which prints its help when no command is named. */
export function commandGroup(name: string, summary: string, commands: readonly Command[]): Command {
  const group = new Command(name).summary(summary).description(summary);
  for (const command of commands) group.addCommand(command);
  return group;
}
