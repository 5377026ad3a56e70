import { relative, resolve, sep } from 'node:path';
import { Command } from 'commander';
import { withDefaultPrefix } from '@porch/functions';
import {
  createCommandRunnerFactory,
  createRenderConsole,
  errorText,
  evaluateFunction,
  hasTagOrDigest,
  type EvaluationOutcome,
  type PipelineFunction,
  savePipelineFunction,
} from '@porch/fn-runtime';
import { filePlace, isFunctionImage, type KrmObject, KRM_FILE_GLOBS, readPackage, writePackage } from '@porch/krm';
import { fileText, type FunctionRunner, type PackageFile, textFile } from '@porch/repository';
import { type EvalFlags, selectorOf, withEvalFlags } from './eval-flags';
import { type FnIo, FnUsageError } from './fn-io';
import { argumentConfig, fileConfig, type FunctionArguments, parseFunctionArguments } from './function-arguments';
import { saveResults } from './function-results';
import { createCommandLineRuntime, defaultImagePrefix } from './function-runtime';
import {
  type PackageDirectory,
  readDirectoryOrFile,
  readPackageDirectory,
  symlinkWarning,
  writePackageDirectory,
} from './package-directory';
import { painter } from './paint';
import { destinationOf, readWrapped, sendResources } from './resource-output';

const READ_OPTIONS = { matchFiles: KRM_FILE_GLOBS, packageFileName: 'Kptfile', includeSubpackages: true } as const;

/** A checked `fn eval`. */
interface EvalRequest {
  readonly flags: EvalFlags;
  readonly image: string;
  readonly args: FunctionArguments;
  /** `-` for standard input. */
  readonly source: string;
}

/** `fn eval [DIR | -] [-- key=value…]`; gives its exit code to `done`. */
export function evalCommand(io: FnIo, functionArguments: readonly string[], done: (exitCode: number) => void): Command {
  const command = new Command('eval')
    .description('Run one function on resources')
    .argument('[DIR]', 'a package, or - for a ResourceList on standard input', '.');
  return withEvalFlags(command).action(async (source: string, flags: EvalFlags) => {
    done(await evaluate(checkedRequest(source, flags, functionArguments, io), io));
  });
}

function checkedRequest(source: string, flags: EvalFlags, args: readonly string[], io: FnIo): EvalRequest {
  if (flags.includeMetaResources) {
    throw new FnUsageError(
      '--include-meta-resources is no longer necessary because meta resources are now included by default',
    );
  }
  if (flags.save && flags.type === undefined) {
    throw new FnUsageError('--type must be specified if saving functions to Kptfile (--save=true)');
  }
  if (flags.save && flags.type !== 'mutator' && flags.type !== 'validator') {
    throw new FnUsageError('--type must be either `mutator` or `validator`');
  }
  if (!flags.image && !flags.exec) throw new FnUsageError('must specify --image or --exec');
  if (args.length > 0 && flags.fnConfig) {
    throw new FnUsageError('function arguments can only be specified without function config file');
  }
  if (flags.save && flags.fnConfig) requireWithin(resolve(io.cwd, source === '-' ? '.' : source), flags.fnConfig, io);
  const image = flags.image ? withDefaultPrefix(flags.image, defaultImagePrefix(io)) : '';
  if (image !== '' && !isFunctionImage(image)) throw new FnUsageError(`function name "${image}" is invalid`);
  const onlyForContainers = flags.asCurrentUser || flags.network || flags.mount.length > 0 || flags.env.length > 0;
  if (flags.exec && onlyForContainers) {
    throw new FnUsageError('--mount, --as-current-user, --network and --env can only be used with container functions');
  }
  return { flags, image, args: parseFunctionArguments(args), source };
}

function requireWithin(directory: string, file: string, io: FnIo): void {
  if (!resolve(io.cwd, file).startsWith(`${directory}${sep}`)) {
    throw new FnUsageError(`--fn-config must be under ${directory} if saving functions to Kptfile (--save=true)`);
  }
}

async function evaluate(request: EvalRequest, io: FnIo): Promise<number> {
  const { flags, source } = request;
  const destination = await destinationOf(flags.output, io);
  const config = flags.fnConfig ? await fileConfig(flags.fnConfig, io) : argumentConfig(request.args);
  const directory = source === '-' ? undefined : await openDirectory(source, io);
  const input = directory
    ? readDirectory(directory, savedConfigFile(request, directory, io))
    : readWrapped(await io.readInput());
  const outcome = await evaluateFunction(
    {
      function: request.image === '' ? { exec: flags.exec ?? '' } : { image: request.image },
      runner: await runnerFor(request, io),
      functionConfig: config,
      selector: selectorOf('match', flags),
      exclusion: selectorOf('exclude', flags),
      events: createRenderConsole((text) => io.err(text), painter(io)),
    },
    input,
    { signal: io.signal },
  );
  const inPlace = directory !== undefined && destination === 'in-place';
  if (outcome.objects && inPlace) writeBack(directory, input, outcome.objects);
  await reportResults(outcome, flags, io);
  if (!outcome.objects) return 1;
  if (!inPlace) await sendResources(outcome.objects, destination, io);
  if (flags.save) await save(request, io);
  return 0;
}

async function openDirectory(source: string, io: FnIo): Promise<PackageDirectory> {
  const warning = await symlinkWarning(source, io.cwd);
  if (warning) io.err(warning);
  return readDirectoryOrFile(source, io.cwd);
}

function contentsOf(directory: PackageDirectory): Map<string, Uint8Array> {
  const files = [...directory.files].filter(([, { mode }]) => mode !== 'symlink');
  return new Map(files.map(([path, { content }]) => [path, content]));
}

/** The configuration that a saved step names is the step's own, and no resource of the package for the function. */
function savedConfigFile({ flags }: EvalRequest, directory: PackageDirectory, io: FnIo): string | undefined {
  return flags.save && flags.fnConfig ? relative(directory.path, resolve(io.cwd, flags.fnConfig)) : undefined;
}

function readDirectory(directory: PackageDirectory, leftOut: string | undefined): KrmObject[] {
  const contents = contentsOf(directory);
  if (leftOut !== undefined) contents.delete(leftOut);
  return readPackage(contents, {
    ...READ_OPTIONS,
    preserveSequenceIndent: true,
    wrapBareSequence: true,
  });
}

async function runnerFor({ image, flags }: EvalRequest, io: FnIo): Promise<FunctionRunner> {
  if (image === '') return createCommandRunnerFactory({ cwd: io.cwd, env: io.env })(flags.exec ?? '');
  const user = flags.asCurrentUser ? `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}` : undefined;
  const runtime = createCommandLineRuntime({ ...flags, mounts: flags.mount, environment: flags.env, user }, io);
  const reference = { image: hasTagOrDigest(image) ? image : `${image}:latest` };
  const runner = await runtime.getRunner(reference, { signal: io.signal });
  if (!runner) throw new FnUsageError(`function "${image}" is not available`);
  return runner;
}

/** Files whose resources are all gone are removed. */
function writeBack(directory: PackageDirectory, input: readonly KrmObject[], objects: readonly KrmObject[]): void {
  const next = new Map<string, PackageFile>(directory.files);
  for (const object of input) next.delete(filePlace(object).path);
  for (const [path, text] of writePackage(objects)) {
    next.set(path, textFile(text, directory.files.get(path)?.mode ?? 'regular'));
  }
  writePackageDirectory(directory, next);
}

async function reportResults(outcome: EvaluationOutcome, flags: EvalFlags, io: FnIo): Promise<void> {
  const file = await saveResults(flags.resultsDir, outcome.results, io);
  if (file !== '') io.err(`\nFor complete results, see ${file}\n`);
  if (outcome.error) io.err(errorText(outcome.error));
}

async function save({ flags, image, args, source }: EvalRequest, io: FnIo): Promise<void> {
  const directory = await readPackageDirectory(source === '-' ? '.' : source, io.cwd);
  const kptfile = directory.files.get('Kptfile');
  if (!kptfile) {
    io.err('function not added: Kptfile not exists\n');
    return;
  }
  const list = flags.type === 'validator' ? 'validators' : 'mutators';
  const { text, replaced } = savePipelineFunction(
    fileText(kptfile) ?? '',
    list,
    savedStep(flags, image, args, directory, io),
  );
  writePackageDirectory(directory, new Map(directory.files).set('Kptfile', textFile(text, kptfile.mode)));
  io.err(`${replaced ? 'Updated' : 'Added'} "${image || flags.exec}" as ${flags.type} in the Kptfile.\n`);
}

function savedStep(
  flags: EvalFlags,
  image: string,
  args: FunctionArguments,
  directory: PackageDirectory,
  io: FnIo,
): PipelineFunction {
  const selector = filled(selectorOf('match', flags));
  const exclusion = filled(selectorOf('exclude', flags));
  const hasData = Object.keys(args.data).length > 0;
  return {
    ...(image === '' ? { exec: flags.exec ?? '' } : { image }),
    ...(flags.fnConfig ? { configPath: relative(directory.path, resolve(io.cwd, flags.fnConfig)) } : {}),
    ...(!flags.fnConfig && hasData ? { configMap: args.data } : {}),
    ...(selector ? { selectors: [selector] } : {}),
    ...(exclusion ? { exclude: [exclusion] } : {}),
  };
}

/** A selector with only what it says; undefined when it says nothing. */
function filled(selector: ReturnType<typeof selectorOf>): ReturnType<typeof selectorOf> | undefined {
  const entries = Object.entries(selector).filter(([, value]) =>
    typeof value === 'string' ? value !== '' : Object.keys(value as object).length > 0,
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
