import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ImagePullPolicy } from '@porch/fn-runtime';

const PULL_POLICIES: readonly ImagePullPolicy[] = ['Always', 'IfNotPresent', 'Never'];

/** The flags that `fn render` and `fn eval` have in common. */
export function withFunctionFlags(command: Command): Command {
  return command
    .option('-o, --output <destination>', 'write resources to stdout, unwrap, or a new directory, and not in place')
    .option('--results-dir <directory>', 'write what functions reported to results.yaml in this directory')
    .option('--image-pull-policy <policy>', 'Always, IfNotPresent or Never', pullPolicy, 'IfNotPresent')
    .option('--functions <directory>', 'run binaries of this directory as functions')
    .addOption(new Option('--truncate-output [boolean]', 'accepted for kpt; nothing is cut').hideHelp());
}

function pullPolicy(text: string): ImagePullPolicy {
  const policy = PULL_POLICIES.find((name) => name.toLowerCase() === text.toLowerCase());
  if (policy === undefined) throw new InvalidArgumentError(`must be one of: ${PULL_POLICIES.join(', ')}`);
  return policy;
}
