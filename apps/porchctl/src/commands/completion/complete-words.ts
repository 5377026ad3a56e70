import { type Command, type Option } from 'commander';

/** One thing that could stand where the cursor is. */
export interface Candidate {
  word: string;
  description?: string;
}

/** What live names a position wants: positional arguments of a command, or the value of a flag. */
export type LiveNames = 'repositories' | 'package revisions' | 'namespaces' | 'contexts' | 'clusters' | 'users';

export interface CompletionPlan {
  candidates: Candidate[];
  live: LiveNames | undefined;
  /** The part of a word that is already there and comes back before each live name (`--namespace=`). */
  prefix: string;
  /** Words that connect to the server the same way as the command line itself. */
  command: Command;
}

const FLAG_NAMES: Readonly<Record<string, LiveNames>> = {
  '--namespace': 'namespaces',
  '--context': 'contexts',
  '--cluster': 'clusters',
  '--user': 'users',
  '--repository': 'repositories',
};
const FLAG_VALUES: Readonly<Record<string, readonly string[]>> = {
  '--output': ['json', 'yaml', 'name', 'wide', 'custom-columns=', 'jsonpath='],
  '--strategy': ['resource-merge', 'fast-forward', 'force-delete-replace', 'copy-merge'],
  '--discover': ['upstream', 'downstream'],
  '--against': ['source', 'upstream'],
  '--color': ['auto', 'always', 'never'],
};
const ARGUMENT_NAMES: Readonly<Record<string, LiveNames>> = {
  'repo get': 'repositories',
  'repo unreg': 'repositories',
  'repo sync': 'repositories',
};
/** How many arguments of the commands under `rpkg` name package revisions; those not listed take any number. */
const REVISION_NAMES: Readonly<Record<string, number>> = {
  init: 0,
  clone: 1,
  copy: 1,
  diff: 2,
  edit: 1,
  history: 1,
  pull: 1,
  push: 1,
  render: 1,
  upgrade: 1,
};

/** Works out what may stand at the end of a command line; `current` is the word being typed, possibly empty. */
export function planCompletion(program: Command, words: readonly string[], current: string): CompletionPlan {
  const { command, path, pending, argumentCount } = walk(program, words);
  const nothing = { candidates: [], live: undefined, prefix: '', command };
  if (pending) return { ...nothing, ...valuesOf(pending, current, '') };
  const equals = /^(--[^=]+)=(.*)$/s.exec(current);
  if (equals) {
    const option = optionsOf(command).find(({ long }) => long === equals[1]);
    return option ? { ...nothing, ...valuesOf(option, equals[2] ?? '', `${equals[1] ?? ''}=`) } : nothing;
  }
  if (current.startsWith('-')) return { ...nothing, candidates: flagCandidates(command, current) };
  if (command.commands.length > 0) return { ...nothing, candidates: commandCandidates(command, current) };
  return { ...nothing, live: argumentNames(path, argumentCount) };
}

function walk(program: Command, words: readonly string[]) {
  let command = program;
  const path: string[] = [];
  let pending: Option | undefined;
  let argumentCount = 0;
  for (const word of words) {
    if (pending) {
      pending = undefined;
    } else if (word.startsWith('-')) {
      const option = optionsOf(command).find(({ long, short }) => word === long || word === short);
      pending = option?.required ? option : undefined;
    } else {
      const sub = command.commands.find((each) => each.name() === word || each.aliases().includes(word));
      if (sub) {
        command = sub;
        path.push(sub.name());
      } else argumentCount += 1;
    }
  }
  return { command, path, pending, argumentCount };
}

function optionsOf(command: Command): readonly Option[] {
  return command.parent ? [...command.options, ...optionsOf(command.parent)] : command.options;
}

function valuesOf(
  option: Option,
  current: string,
  prefix: string,
): Pick<CompletionPlan, 'candidates' | 'live' | 'prefix'> {
  const fixed = FLAG_VALUES[option.long ?? ''] ?? [];
  const candidates = fixed.filter((value) => value.startsWith(current)).map((value) => ({ word: prefix + value }));
  return { candidates, live: FLAG_NAMES[option.long ?? ''], prefix };
}

function flagCandidates(command: Command, current: string): Candidate[] {
  return optionsOf(command)
    .filter(({ hidden }) => !hidden)
    .flatMap(({ long, description }) => (long?.startsWith(current) ? [{ word: long, description }] : []));
}

function commandCandidates(command: Command, current: string): Candidate[] {
  return command.commands
    .filter((each) => each.name().startsWith(current) && !each.name().startsWith('__'))
    .map((each) => ({ word: each.name(), description: each.summary() }));
}

function argumentNames([group = '', name = '']: readonly string[], argumentCount: number): LiveNames | undefined {
  if (group !== 'rpkg') return ARGUMENT_NAMES[`${group} ${name}`];
  return name !== '' && argumentCount < (REVISION_NAMES[name] ?? Infinity) ? 'package revisions' : undefined;
}
