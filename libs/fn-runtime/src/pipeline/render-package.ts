import { type FunctionResultList, type RenderStatus } from '@porch/api';
import { attributionDisabled, type KrmObject } from '@porch/krm';
import {
  fileText,
  type OperationContext,
  type PackageFile,
  type PackageResources,
  type RenderOutcome,
  textFile,
} from '@porch/repository';
import { isAlreadyHandled, KptError } from '../errors/kpt-error';
import { KPTFILE_NAME } from '../kptfile/package-kptfile';
import { hydrateBreadthFirst } from './hydrate-breadth-first';
import { hydrateDepthFirst } from './hydrate-depth-first';
import { openPackage } from './load-package';
import { PackageFiles } from './package-files';
import { type PackageNode } from './package-node';
import { type RenderSession, type RenderSettings } from './render-session';
import { recordedStatusOf, withRenderStatus } from './render-status';
import { settleResources, writeInto } from './write-package';

const BREADTH_FIRST_ANNOTATION = 'kpt.dev/bfs-rendering';
const SAVE_ON_FAILURE_ANNOTATION = 'kpt.dev/save-on-render-failure';

export interface RenderPackageOptions extends RenderSettings {
  /** What the root is called in messages; its directory's name. */
  readonly rootName: string;
  /** Leave the status in the root Kptfile alone, as `kpt fn render -o` does. */
  readonly omitStatus?: boolean;
  /** What the user's environment says, of which KRM_DISABLE_ATTRIBUTION counts. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface PackageRendering extends RenderOutcome {
  /** What went wrong, with where it did; undefined on success. */
  readonly error: Error | undefined;
  /** All resources with their final paths and reader annotations, for output as a ResourceList. */
  readonly items: readonly KrmObject[];
  readonly executedFunctions: number;
  readonly packages: number;
}

/**
 * Renders the package at the root of a file tree, and those below it, as `kpt fn render` does in place: all pipelines are
 * run, the resources written back, files that lost all their resources removed, and the outcome noted in the root Kptfile.
 * A failure leaves everything but that note as it was, unless the root asks for what there was before the failing step.
 *
 * @throws the signal's reason when aborted; errors of functions and packages are outcomes
 */
export async function renderPackage(
  resources: PackageResources,
  options: RenderPackageOptions,
  context: OperationContext,
): Promise<PackageRendering> {
  const files = new PackageFiles(resources);
  const session = newSession(files, options, context);
  let root: PackageNode;
  try {
    root = openPackage(files, '', options.rootName);
  } catch (error) {
    const { renderStatus, ...rendering } = failed(resources, new KptError('fn.render', '.', error), session);
    // There is no list of results as long as there is no root (kpt).
    return { ...rendering, renderStatus: { error: renderStatus.error } };
  }
  const failure = await hydrate(root, session);
  const saves = isTrue(root.kptfile.annotations[SAVE_ON_FAILURE_ANNOTATION]);
  const message = failure?.message;
  if (failure && !saves) {
    const untouched = new Map(resources);
    if (!options.omitStatus) recordStatus(untouched, session, message);
    return failed(untouched, new KptError('fn.render', '.', failure), session);
  }
  const items = settleResources(root.resources, !attributionDisabled(options.environment));
  const written = writeInto(resources, items, {
    keepUntouched: options.keepUntouched,
    prune: failure ? [] : [...session.inputFiles],
  });
  if (!options.omitStatus) recordStatus(written, session, message);
  if (failure) return failed(written, new KptError('fn.render', '.', failure), session, items);
  return { ...outcomeOf(written, session), items, error: undefined, failure: undefined };
}

function newSession(files: PackageFiles, options: RenderPackageOptions, context: OperationContext): RenderSession {
  return {
    settings: options,
    files,
    rootName: options.rootName,
    context,
    inputFiles: new Set(),
    mutationSteps: [],
    validationSteps: [],
    functionResults: [],
    executedFunctions: 0,
    packages: 0,
  };
}

async function hydrate(root: PackageNode, session: RenderSession): Promise<Error | undefined> {
  const breadthFirst = isTrue(root.kptfile.annotations[BREADTH_FIRST_ANNOTATION]);
  try {
    await (breadthFirst ? hydrateBreadthFirst(root, session) : hydrateDepthFirst(root, session));
    return undefined;
  } catch (error) {
    if (session.context.signal.aborted || !(error instanceof Error)) throw error;
    return error;
  }
}

function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}

function recordStatus(files: Map<string, PackageFile>, session: RenderSession, message: string | undefined): void {
  const file = files.get(KPTFILE_NAME);
  const text = file && fileText(file);
  if (file === undefined || text === undefined) return;
  try {
    const { keepUntouched } = session.settings;
    const recorded = withRenderStatus(text, recordedStatusOf(session, message), keepUntouched);
    files.set(KPTFILE_NAME, textFile(recorded, file.mode));
  } catch {
    // As in kpt, a Kptfile that functions made unreadable is left without a status.
  }
}

function failed(
  resources: PackageResources,
  error: KptError,
  session: RenderSession,
  items: readonly KrmObject[] = [],
): PackageRendering {
  const summary = isAlreadyHandled(error) ? failureDetails(session) : '';
  const failure = summary === '' ? error.message : `${error.message}\n${summary}`;
  return { ...outcomeOf(resources, session, failure), items, error, failure };
}

/** What the failing functions said, since the error itself only says that it has been reported. */
function failureDetails({ functionResults }: RenderSession): string {
  return functionResults
    .filter(({ exitCode }) => exitCode !== 0)
    .map(({ image, exec, exitCode, stderr, results }) => {
      const messages = (results ?? []).map(({ severity, message }) => `[${severity ?? 'info'}]: ${message}`);
      return [`${image ?? exec}: exit code ${exitCode}`, ...messages, ...(stderr ? [stderr] : [])].join('\n');
    })
    .join('\n');
}

function outcomeOf(resources: PackageResources, session: RenderSession, error = '') {
  const renderStatus: RenderStatus = { result: resultList(session), error };
  return {
    resources,
    renderStatus,
    executedFunctions: session.executedFunctions,
    packages: session.packages,
  };
}

function resultList({ functionResults, mutationSteps, validationSteps }: RenderSession): FunctionResultList {
  const failedStep = [...mutationSteps, ...validationSteps].some(({ exitCode }) => exitCode !== 0);
  return {
    apiVersion: 'kpt.dev/v1',
    kind: 'FunctionResultList',
    metadata: { name: 'fnresults' },
    exitCode: failedStep ? 1 : 0,
    items: functionResults,
  };
}
