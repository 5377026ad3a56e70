import { type FunctionCatalogue } from '@porch/functions';
import { executableIn } from './executable-runtime';
import { type FunctionConfigSpec, isInside } from './function-config-runtime';

/** What FunctionConfigs can refer to here. */
export interface AvailableExecutors {
  readonly builtIn: FunctionCatalogue;
  /** The administrator's directory of function binaries. */
  readonly directory: string | undefined;
  /** Whether images can be run elsewhere. */
  readonly remote: boolean;
}

/** Why a FunctionConfig's executors cannot be used here, each in a sentence; undefined when all can. */
export async function functionConfigProblem(
  { image, goExecutor, binaryExecutor, podExecutor }: FunctionConfigSpec,
  available: AvailableExecutors,
): Promise<string | undefined> {
  const problems: string[] = [];
  const id = goExecutor?.id ?? image;
  if (goExecutor && !available.builtIn.byName(id)) {
    problems.push(`goExecutor: no built-in function is named "${id}"`);
  }
  const binary = binaryExecutor && (await binaryProblem(binaryExecutor.path, available.directory));
  if (binary !== undefined) problems.push(`binaryExecutor: ${binary}`);
  const pod = podExecutor && podProblem(podExecutor, available.remote);
  if (pod !== undefined) problems.push(`podExecutor: ${pod}`);
  return problems.length === 0 ? undefined : problems.join('; ');
}

/** Upstream starts pods for functions; here images go to whoever runs function runners. */
function podProblem(podExecutor: object, remote: boolean): string | undefined {
  if (!remote) return 'no function runner is configured';
  const settings = Object.keys(podExecutor).sort();
  if (settings.length === 0) return undefined;
  return `the image goes to the function runners, whatever its tag; without effect here: ${settings.join(', ')}`;
}

async function binaryProblem(path: string, directory: string | undefined): Promise<string | undefined> {
  if (directory === undefined) return 'no directory of functions is configured';
  if (!isInside(path)) return `path "${path}" must name a file inside the directory of functions`;
  const file = await executableIn(directory, path);
  return file === undefined ? `the directory of functions has no executable "${path}"` : undefined;
}
