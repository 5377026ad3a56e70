import { type Command } from 'commander';
import { UsageError } from '../../session/command-error';
import { type Session } from '../../session/session';
import { porchCommand } from '../porch-command';
import { type Candidate, planCompletion } from './complete-words';
import { completionScript, SHELLS } from './completion-scripts';
import { liveNames } from './live-names';

export function completionCommand(session: Session): Command {
  return porchCommand(
    session,
    {
      name: 'completion',
      usage: SHELLS.join('|'),
      summary: 'Print the completion script of a shell.',
      description: 'Prints a script that completes commands, flags and live names. Load it in your shell profile.',
    },
    () => undefined,
    ({ args, io }) => {
      const shell = SHELLS.find((each) => each === args[0]);
      if (!shell) throw new UsageError(`name a shell: ${SHELLS.join(', ')}`);
      io.out(completionScript(shell));
      return Promise.resolve();
    },
  );
}

/** The first word of the command lines that completion scripts run. */
export const COMPLETE_WORD = '__complete';

/**
 * What the completion scripts call: `__complete WORD… CURRENT` prints one candidate a line, with its description after a
 * tab. It is no command of the program, whose parser would take the words for its own flags.
 */
export async function printCandidates(session: Session, program: Command, all: readonly string[]): Promise<void> {
  const words = all.slice(0, -1);
  const current = all.at(-1) ?? '';
  const plan = planCompletion(program, words, current);
  applyConnectionFlags(plan.command, words);
  const typed = current.slice(plan.prefix.length);
  const live = (await liveNames(session, plan))
    .filter(({ word }) => word.startsWith(typed) && !words.includes(word))
    .map((candidate) => ({ ...candidate, word: plan.prefix + candidate.word }));
  session.io.out([...plan.candidates, ...live].map(lineOf).join(''));
}

/** The server asked is the one that the command line typed so far would talk to. */
function applyConnectionFlags(command: Command, words: readonly string[]): void {
  for (let each: Command | null = command; each; each = each.parent) {
    try {
      each.parseOptions([...words]);
    } catch {
      // The flag whose value is being typed has none yet.
    }
  }
}

function lineOf({ word, description }: Candidate): string {
  const [first = ''] = (description ?? '').split('\n');
  return first === '' ? `${word}\n` : `${word}\t${first}\n`;
}
