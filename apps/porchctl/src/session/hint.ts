import { isPorchError } from '@porch/api';

/**
 * One sentence on what to do next. Only people get it: upstream's lines are compared exactly, so it comes after them and
 * only on a terminal.
 */
export function hintFor(error: unknown): string | undefined {
  if (!isPorchError(error)) return undefined;
  const { message } = error;
  if (message.includes('error rendering package')) {
    return 'see what the pipeline says with "porchctl fn render DIR", correct it there and push again';
  }
  if (message.includes('resourceVersion must be specified')) {
    return 'pull the package again: the file .KptRevisionMetadata of the pull carries the version to push against';
  }
  switch (error.reason) {
    case 'Conflict':
      return 'somebody changed it meanwhile: pull it again, repeat the change and push';
    case 'Unauthorized':
      return 'the server did not accept who you are; "porchctl doctor" checks the kubeconfig';
    case 'Forbidden':
      return message.includes('proposed for deletion')
        ? 'propose the deletion first: "porchctl rpkg propose-delete NAME"'
        : 'ask for the right to do this, or use another context (--context)';
    case 'NotFound':
      return message.includes('repositories.config.porch.kpt.dev')
        ? '"porchctl repo get" lists the registered repositories'
        : 'check the name and the namespace (-n); "porchctl rpkg get -A" lists everything';
    case 'ServiceUnavailable':
      return '"porchctl doctor" checks the connection step by step';
    default:
      return undefined;
  }
}
