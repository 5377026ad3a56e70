import { isPorchError, type StatusReason } from '@porch/api';
import { CommandError, UsageError } from './command-error';

/** What to do about failures that are known by what they say, wherever they come from. */
const BY_MESSAGE: readonly (readonly [RegExp, string])[] = [
  [
    /error rendering package/,
    'see what the pipeline says with "porchctl fn render DIR", correct it there and push again',
  ],
  [
    /resourceVersion must be specified/,
    'pull the package again: the file .KptRevisionMetadata of the pull carries the version to push against',
  ],
  [/must be proposed for deletion/, 'propose the deletion first: "porchctl rpkg propose-delete NAME"'],
  [/from Published to Published/, 'there is nothing left to do: it is published already'],
  [/only Proposed packages can be approved/, 'propose it first: "porchctl rpkg propose NAME"'],
  [
    /source revision must be published|must be in a published state/,
    'publish it first: "porchctl rpkg propose NAME", then "porchctl rpkg approve NAME"',
  ],
  [/can only propose published packages for deletion/, 'delete a draft as it is: "porchctl rpkg del NAME"'],
  [/workspaceNames must be unique/, 'choose another --workspace'],
  [
    /package ".*" already exists in repository/,
    'make a new revision of it: "porchctl rpkg copy NAME --workspace WORKSPACE"',
  ],
  [/another request is already in progress/, 'wait until the other operation is over, then try again'],
  [/context ".*" does not exist/, 'name one of the contexts in the kubeconfig, or leave out --context'],
  [/no configuration has been provided/, 'a server started here tells its kubeconfig: export KUBECONFIG=FILE'],
  [/repositories\.config\.porch\.kpt\.dev ".*" not found/, '"porchctl repo get" lists the registered repositories'],
  [
    /could not find the requested resource \(get repositories/,
    'check the name and the namespace (-n); "porchctl repo get -A" lists everything',
  ],
  [
    /could not find the requested resource \(get packagerevisions/,
    'check the name and the namespace (-n); "porchctl rpkg get -A" lists everything',
  ],
];

const BY_REASON: Readonly<Partial<Record<StatusReason, string>>> = {
  Conflict: 'somebody changed it meanwhile: pull it again, repeat the change and push',
  Unauthorized: 'the server did not accept who you are; "porchctl doctor" checks the kubeconfig',
  Forbidden: 'ask for the right to do this, or use another context (--context)',
  NotFound: 'check the name and the namespace (-n); "porchctl rpkg get -A" lists everything',
  Timeout: 'give it longer with --request-timeout, or look at the server with "porchctl doctor"',
  ServiceUnavailable: '"porchctl doctor" checks the connection step by step',
};

/**
 * One sentence on what to do next. Only people get it: upstream's lines are compared exactly, so it comes after them and
 * only on a terminal.
 */
export function hintFor(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ((error instanceof CommandError || error instanceof UsageError) && error.hint !== undefined) return error.hint;
  const known = BY_MESSAGE.find(([pattern]) => pattern.test(error.message));
  if (known !== undefined) return known[1];
  return isPorchError(error) ? BY_REASON[error.reason] : undefined;
}
