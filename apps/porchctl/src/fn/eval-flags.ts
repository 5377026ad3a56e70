import { type Command, Option } from 'commander';
import { type ImagePullPolicy, type Selector } from '@porch/fn-runtime';
import { FnUsageError } from './fn-io';
import { withFunctionFlags } from './function-flags';

export interface EvalFlags {
  readonly image?: string;
  readonly exec?: string;
  readonly fnConfig?: string;
  readonly output?: string;
  readonly resultsDir?: string;
  readonly save: boolean;
  readonly type?: string;
  readonly includeMetaResources: boolean;
  readonly network: boolean;
  readonly mount: readonly string[];
  readonly env: readonly string[];
  readonly asCurrentUser: boolean;
  readonly imagePullPolicy: ImagePullPolicy;
  readonly functions?: string;
  readonly [selector: string]: unknown;
}

const collect = (value: string, previous: readonly string[]) => [...previous, value];

/** The flags of `fn eval`, which are kpt's. */
export function withEvalFlags(command: Command): Command {
  withFunctionFlags(command)
    .option('-i, --image <image>', 'run this image as a function')
    .option('--exec <command>', 'run a command as a function')
    .option('--fn-config <file>', "the function's configuration")
    .option('-s, --save', 'save the function and its arguments in the Kptfile', false)
    .option('-t, --type <type>', 'mutator or validator: which list --save adds the function to')
    .option('-m, --include-meta-resources', 'no longer necessary', false)
    .option('--network', 'let a function in a container reach the network', false)
    .option('--mount <mount>', 'a directory for a function in a container', collect, [])
    .option('-e, --env <variable>', 'an environment variable for a function in a container', collect, [])
    .option('--as-current-user', 'run a function in a container as this user', false)
    .addOption(new Option('-k, --keywords <word>', 'accepted for kpt, which completes images by it').hideHelp());
  for (const [prefix, verb] of [
    ['match', 'select'],
    ['exclude', 'exclude'],
  ] as const) {
    for (const field of ['api-version', 'kind', 'name', 'namespace']) {
      command.option(`--${prefix}-${field} <value>`, `${verb} resources with this ${field}`);
    }
    command.option(`--${prefix}-annotations <key=value>`, `${verb} resources with this annotation`, collect, []);
    command.option(`--${prefix}-labels <key=value>`, `${verb} resources with this label`, collect, []);
  }
  return command;
}

/** What the `--match-…` or `--exclude-…` flags pick. */
export function selectorOf(prefix: 'match' | 'exclude', flags: EvalFlags): Selector {
  const text = (field: string) => (flags[`${prefix}${field}`] as string | undefined) ?? '';
  const map = (field: string) => keyValues((flags[`${prefix}${field}`] as readonly string[] | undefined) ?? []);
  return {
    apiVersion: text('ApiVersion'),
    kind: text('Kind'),
    name: text('Name'),
    namespace: text('Namespace'),
    labels: map('Labels'),
    annotations: map('Annotations'),
  };
}

function keyValues(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key = '', value] = pair.split('=', 2);
      if (value === undefined) throw new FnUsageError(`"${pair}" must be a key and a value separated by =`);
      return [key, value];
    }),
  );
}
