import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { DEFAULT_IMAGE_PREFIX } from '@porch/functions';
import {
  createCommandRunnerFactory,
  createRenderConsole,
  errorText,
  type ImagePullPolicy,
  type PackageRendering,
  renderPackage,
} from '@porch/fn-runtime';
import { type FnIo } from './fn-io';
import { createCommandLineRuntime, createCommandLineTagLister, defaultImagePrefix } from './function-runtime';
import { withFunctionFlags } from './function-flags';
import { saveResults } from './function-results';
import { readPackageDirectory, symlinkWarning, writePackageDirectory } from './package-directory';
import { painter } from './paint';
import { type Destination, destinationOf, sendResources } from './resource-output';

interface RenderFlags {
  readonly output?: string;
  readonly resultsDir?: string;
  readonly allowExec: boolean;
  readonly allowNetwork: boolean;
  readonly imagePrefix?: string;
  readonly imagePullPolicy: ImagePullPolicy;
  readonly functions?: string;
}

/** `fn render [PKG_PATH]`; gives its exit code to `done`. */
export function renderCommand(io: FnIo, done: (exitCode: number) => void): Command {
  return withFunctionFlags(new Command('render'))
    .description('Render a package: run its pipeline of functions on its resources')
    .argument('[PKG_PATH]', 'the package', '.')
    .option('--allow-exec', 'allow functions that are commands', false)
    .option('--allow-network', 'allow functions in containers to reach the network', false)
    .option('--image-prefix <prefix>', 'where images without a registry come from')
    .action(async (path: string, flags: RenderFlags) => done(await render(path, flags, io)));
}

async function render(path: string, flags: RenderFlags, io: FnIo): Promise<number> {
  const warning = await symlinkWarning(path, io.cwd);
  if (warning) io.err(warning);
  const destination = await destinationOf(flags.output, io);
  const directory = await readPackageDirectory(path, io.cwd);
  const rendering = await renderPackage(
    directory.files,
    {
      runtime: createCommandLineRuntime({ ...flags, network: flags.allowNetwork }, io),
      imagePrefix: flags.imagePrefix ?? defaultImagePrefix(io) ?? DEFAULT_IMAGE_PREFIX,
      tagListers: [createCommandLineTagLister()],
      commandRunner: flags.allowExec ? createCommandRunnerFactory({ cwd: io.cwd, env: io.env }) : undefined,
      events: createRenderConsole((text) => io.err(text), painter(io)),
      rootName: basename(directory.path),
      keepUntouched: false,
      omitStatus: destination !== 'in-place',
      environment: io.env,
    },
    { signal: io.signal },
  );
  await finish(rendering, destination, io, () => writePackageDirectory(directory, rendering.resources));
  const file = rendering.renderStatus.result
    ? await saveResults(flags.resultsDir, rendering.renderStatus.result, io)
    : '';
  if (file !== '') io.err(`For complete results, see ${file}\n`);
  if (!rendering.error) return 0;
  io.err(errorText(rendering.error, (packagePath) => shownPath(directory.path, packagePath)));
  return 1;
}

async function finish(
  rendering: PackageRendering,
  destination: Destination,
  io: FnIo,
  writeInPlace: () => void,
): Promise<void> {
  if (destination === 'in-place') {
    writeInPlace();
    if (!rendering.error || rendering.items.length > 0) io.err(summary(rendering));
  } else if (!rendering.error) {
    await sendResources(rendering.items, destination, io);
  }
}

function summary({ error, executedFunctions, packages }: PackageRendering): string {
  const where = `function(s) in ${packages} package(s).\n`;
  if (!error) return `Successfully executed ${executedFunctions} ${where}`;
  if (executedFunctions === 0) return `Failed to execute any functions in ${packages} package(s).\n`;
  return `Partially executed ${executedFunctions} ${where}`;
}

function shownPath(root: string, packagePath: string): string {
  return packagePath === '.' ? root : resolve(root, packagePath);
}
