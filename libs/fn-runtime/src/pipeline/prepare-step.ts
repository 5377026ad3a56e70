import { posix } from 'node:path';
import { withDefaultPrefix } from '@porch/functions';
import { type YamlNode } from '@porch/krm';
import { type FunctionRunner } from '@porch/repository';
import { hasTagOrDigest } from '../image/image-name';
import { resolveImageTag } from '../image/tag-resolution';
import { initialConfig } from './function-config';
import { type PackageNode } from './package-node';
import { type PipelineFunction } from './pipeline-function';
import { type RenderSession } from './render-session';

/** A step that is ready to run. */
export interface PreparedStep {
  readonly step: PipelineFunction;
  /** The image with registry and tag; empty for a command. */
  readonly image: string;
  readonly runner: FunctionRunner;
  readonly config: YamlNode | undefined;
}

/** A step that could not be made ready, and the image as far as it was resolved. */
export class StepPreparationError extends Error {
  readonly image: string;

  constructor(message: string, image: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StepPreparationError';
    this.image = image;
  }
}

/**
 * Finds what a step needs: its configuration, its image's registry and tag, and somebody who can run it. That nobody can
 * fails the step in its turn, as a remote runner tells only then: what the steps before it did is not lost.
 * @throws StepPreparationError
 */
export async function prepareStep(
  step: PipelineFunction,
  node: PackageNode,
  session: RenderSession,
): Promise<PreparedStep> {
  let image = step.image ?? '';
  try {
    const config = initialConfig(step, (path) => session.files.text(posix.join(node.directory, path)));
    if (step.exec) return { step, image: '', config, runner: commandRunner(step.exec, session) };
    image = withDefaultPrefix(image, session.settings.imagePrefix);
    image = await resolveImageTag(image, step.tag ?? '', session.settings.tagListers, session.context);
    if (!hasTagOrDigest(image)) image += ':latest';
    return { step, image, config, runner: await functionRunner(image, session) };
  } catch (error) {
    if (session.context.signal.aborted) throw error;
    throw new StepPreparationError(error instanceof Error ? error.message : String(error), image, error);
  }
}

function commandRunner(command: string, { settings }: RenderSession): FunctionRunner {
  if (!settings.commandRunner) {
    throw new Error('must run with `--allow-exec` option to allow running function binaries');
  }
  return settings.commandRunner(command);
}

async function functionRunner(image: string, { settings, context }: RenderSession): Promise<FunctionRunner> {
  return (await settings.runtime.getRunner({ image }, context)) ?? nobodyHas(image);
}

function nobodyHas(image: string): FunctionRunner {
  const message = `function "${image}" is not available: it is no built-in function, and no configured function runner has it`;
  return { run: () => Promise.reject(new Error(message)) };
}
