import { resolve } from 'node:path';
import { Command } from 'commander';
import { KRM_FILE_GLOBS, LEGACY_PATH_ANNOTATION, PATH_ANNOTATION, readPackage, writeResources } from '@porch/krm';
import { type FnIo, FnUsageError } from './fn-io';
import { fileConfig } from './function-arguments';
import { readPackageDirectory, symlinkWarning } from './package-directory';
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
  const warning = await symlinkWarning(path, io.cwd);
  if (warning) io.err(warning);
  const config = flags.fnConfig ? await fileConfig(flags.fnConfig, io) : undefined;
  const { files } = await readPackageDirectory(resolve(io.cwd, path));
  const regular = [...files].filter(([, { mode }]) => mode !== 'symlink');
  const objects = readPackage(new Map(regular.map(([name, { content }]) => [name, content])), {
    matchFiles: KRM_FILE_GLOBS,
    packageFileName: 'Kptfile',
    includeSubpackages: true,
    preserveSequenceIndent: true,
    wrapBareSequence: true,
  });
  if (flags.output === 'stdout') io.out(wrappedText(objects, config));
  else io.out(writeResources(objects, { clearAnnotations: [PATH_ANNOTATION, LEGACY_PATH_ANNOTATION] }));
}
