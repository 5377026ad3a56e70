import { type KrmObject } from '@porch/krm';
import { KptError } from '../errors/kpt-error';
import { requireKrm } from './krm-requirement';
import { requireOwnConfigurations } from './load-package';
import { type PackageNode } from './package-node';
import { type PreparedStep, prepareStep } from './prepare-step';
import { type RenderSession } from './render-session';
import { noteUnprepared, runStep } from './run-step';

/** A pipeline that stopped; carries the resources as they were before the step that failed. */
export class PipelineError extends KptError {
  readonly resources: readonly KrmObject[];

  constructor(packagePath: string, cause: unknown, resources: readonly KrmObject[]) {
    super('pipeline.run', packagePath, cause);
    this.resources = resources;
  }
}

/**
 * Runs a package's mutators, then its validators, on its resources and those of its subpackages. All mutators are made
 * ready before the first one runs; validators one by one.
 *
 * @throws PipelineError, or Error where a package without pipeline holds something that is no KRM resource, or a pipeline
 *   names a configuration that is none of the package's own
 */
export async function runPipeline(
  node: PackageNode,
  input: readonly KrmObject[],
  session: RenderSession,
): Promise<readonly KrmObject[]> {
  const { mutators, validators } = node.kptfile.pipeline;
  if (mutators.length === 0 && validators.length === 0) {
    requireKrm(input, 'input');
    return input;
  }
  session.settings.events.packageStarted?.(node.displayName);
  requireOwnConfigurations(session.files, node);
  let resources = input;
  try {
    for (const step of await prepareMutators(node, session)) {
      resources = await runStep(step, 'mutator', resources, node, session);
    }
    for (const step of validators) {
      const prepared = await prepareOrNote(step, 'validator', node, session);
      await runStep(prepared, 'validator', resources, node, session);
    }
  } catch (error) {
    if (session.context.signal.aborted) throw error;
    throw new PipelineError(node.path, error, resources);
  }
  session.settings.events.packageFinished?.(node.displayName);
  return resources;
}

async function prepareMutators(node: PackageNode, session: RenderSession): Promise<PreparedStep[]> {
  const prepared: PreparedStep[] = [];
  for (const step of node.kptfile.pipeline.mutators) prepared.push(await prepareOrNote(step, 'mutator', node, session));
  return prepared;
}

async function prepareOrNote(
  step: PreparedStep['step'],
  kind: 'mutator' | 'validator',
  node: PackageNode,
  session: RenderSession,
): Promise<PreparedStep> {
  try {
    return await prepareStep(step, node, session);
  } catch (error) {
    if (!session.context.signal.aborted) noteUnprepared(step, kind, error, session);
    throw error;
  }
}
