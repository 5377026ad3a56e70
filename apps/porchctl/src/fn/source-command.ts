import { resolve } from 'node:path';
import { Command } from 'commander';
import {
  KRM_FILE_GLOBS,
  type KrmObject,
  LEGACY_PATH_ANNOTATION,
  PATH_ANNOTATION,
  readPackage,
  type ReadPackageOptions,
  writeResources,
  type YamlNode,
} from '@porch/krm';
import { type FnIo, FnUsageError } from './fn-io';
import { readDirectoryOrFile, symlinkWarning } from './package-directory';
import { wrappedText } from './resource-output';

interface SourceFlags {
  readonly output: string;
  readonly fnConfig?: string;
  readonly includeMetaResources: boolean;
}

/** `fn source [DIR]`: a package's resources on standard output. */
export function sourceCommand(io: FnIo, done: (exitCode: number) => void): Command {
  return new Command('source')
    .description("Write a package's resources to standard output, as input for a function")
    .argument('[DIR]', 'the package', '.')
    .option('-o, --output <format>', 'stdout for a ResourceList, unwrap for documents', 'stdout')
    .option('--fn-config <file>', 'a functionConfig to go with the resources')
    .option('--include-meta-resources', 'no longer necessary', false)
    .action(async (path: string, flags: SourceFlags) => {
      await writeSource(path, flags, io);
      done(0);
    });
}

async function writeSource(path: string, flags: SourceFlags, io: FnIo): Promise<void> {
  if (flags.includeMetaResources) {
    throw new FnUsageError(
      '--include-meta-resources is no longer necessary because meta resources are now included by default',
    );
  }
  if (flags.output !== 'stdout' && flags.output !== 'unwrap') {
    throw new FnUsageError(`invalid input for --output flag "${flags.output}", must be "stdout" or "unwrap"`);
  }
  const config = flags.fnConfig ? await sourceConfig(flags.fnConfig, io) : undefined;
  // Unlike the other commands, kpt's calls everything by its absolute path here.
  const absolute = resolve(io.cwd, path);
  const warning = await symlinkWarning(absolute, io.cwd);
  if (warning) io.err(warning);
  const objects = await readObjects(absolute, io, { packageFileName: 'Kptfile', matchFiles: KRM_FILE_GLOBS });
  if (flags.output === 'stdout') io.out(wrappedText(objects, config));
  else io.out(writeResources(objects, { clearAnnotations: [PATH_ANNOTATION, LEGACY_PATH_ANNOTATION] }));
}

/** The functionConfig in a file, with the annotations that say so. @throws FnUsageError where it is not one object */
async function sourceConfig(file: string, io: FnIo): Promise<YamlNode> {
  const objects = await readObjects(resolve(io.cwd, file), io, {});
  const [config] = objects;
  if (config === undefined || objects.length !== 1) {
    throw new FnUsageError(`expected exactly 1 functionConfig, found ${objects.length}`);
  }
  return config.node;
}

async function readObjects(path: string, io: FnIo, options: Partial<ReadPackageOptions>): Promise<KrmObject[]> {
  const { files } = await readDirectoryOrFile(path, io.cwd);
  const regular = [...files].filter(([, { mode }]) => mode !== 'symlink');
  return readPackage(new Map(regular.map(([name, { content }]) => [name, content])), {
    includeSubpackages: true,
    preserveSequenceIndent: true,
    wrapBareSequence: true,
    ...options,
  });
}
