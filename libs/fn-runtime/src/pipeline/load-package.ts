import { posix } from 'node:path';
import {
  formatKptfileProblem,
  type KrmObject,
  kptfileProblems,
  packageFilePaths,
  readFunctionConfig,
  readPackage,
} from '@porch/krm';
import { KptError } from '../errors/kpt-error';
import { baseNameAndTag } from '../image/image-name';
import { KptfileError, MissingKptfileError } from '../kptfile/kptfile-error';
import { KPTFILE_NAME, type PackageKptfile, readKptfile } from '../kptfile/package-kptfile';
import { type PackageFiles, READ_OPTIONS } from './package-files';
import { type PackageNode } from './package-node';
import { PACKAGE_PATH_ANNOTATION } from './path-rules';
import { type PipelineFunction } from './pipeline-function';

/** A Kptfile whose pipeline breaks a rule; the text is kpt's. */
export class InvalidKptfileError extends Error {}

/**
 * Opens the package of a directory: reads its Kptfile and checks the pipeline.
 * @throws KptError (`pkg.read`) with a KptfileError or InvalidKptfileError in it
 */
export function openPackage(files: PackageFiles, directory: string, rootName: string): PackageNode {
  const path = directory === '' ? '.' : `./${directory}`;
  try {
    const text = files.text(posix.join(directory, KPTFILE_NAME));
    if (text === undefined) throw new KptfileError(path, new MissingKptfileError());
    const kptfile = readKptfile(text, path);
    checkPipeline(files, directory, rootName, kptfile);
    return { path, directory, displayName: posix.join(rootName, directory), kptfile, resources: [] };
  } catch (error) {
    throw new KptError('pkg.read', path, error);
  }
}

function checkPipeline(files: PackageFiles, directory: string, rootName: string, kptfile: PackageKptfile): void {
  const [problem] = kptfileProblems(kptfile.node, (configPath) => {
    const text = files.text(posix.join(directory, configPath));
    if (text === undefined) {
      const shown = posix.join(rootName, directory, configPath);
      return `failed to open functionConfig from path "${configPath}": open ${shown}: no such file or directory`;
    }
    return messageOf(() => readFunctionConfig(configPath, text));
  });
  if (problem) throw new InvalidKptfileError(formatKptfileProblem(problem).trimEnd());
}

/**
 * Checks that the configurations that a pipeline names are resources of the package itself, and not hidden or part of a
 * subpackage; kpt does so when the pipeline's turn comes.
 * @throws InvalidKptfileError
 */
export function requireOwnConfigurations(files: PackageFiles, { directory, kptfile }: PackageNode): void {
  const { mutators, validators } = kptfile.pipeline;
  if (![...mutators, ...validators].some(({ configPath }) => configPath)) return;
  const own = new Set(packageFilePaths(files.contentsOf(directory), READ_OPTIONS));
  const check = (list: 'mutators' | 'validators') => (step: PipelineFunction, index: number) => {
    const { configPath } = step;
    if (!configPath || own.has(posix.normalize(configPath))) return;
    const name = step.name || baseNameAndTag(step.image ?? '').name;
    const reason =
      `functionConfig resource for ${list.slice(0, -1)} "${name}" is missing from path "${configPath}", ` +
      `this also occurs if "${configPath}" is part of a subpackage`;
    const problem = { field: `pipeline.${list}[${index}].configPath`, value: configPath, reason };
    throw new InvalidKptfileError(formatKptfileProblem(problem).trimEnd());
  };
  mutators.forEach(check('mutators'));
  validators.forEach(check('validators'));
}

function messageOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * The package's own resources, with the annotations kyaml's reader gives them and the package's path.
 * @throws KptError (`pkg.readResources`) for a file that cannot be read
 */
export function readPackageResources(files: PackageFiles, node: PackageNode): KrmObject[] {
  try {
    return readPackage(files.contentsOf(node.directory), {
      ...READ_OPTIONS,
      preserveSequenceIndent: true,
      wrapBareSequence: true,
      setAnnotations: { [PACKAGE_PATH_ANNOTATION]: node.path },
    });
  } catch (error) {
    throw new KptError('pkg.readResources', node.path, error);
  }
}
