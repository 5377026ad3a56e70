import { resolve } from 'node:path';
import { Command } from 'commander';
import { type FnIo } from './fn-io';
import { readWrapped, requireNew, writeNewPackage } from './resource-output';

/** `fn sink DIR`: writes resources from standard input into a new directory. */
export function sinkCommand(io: FnIo, done: (exitCode: number) => void): Command {
  return new Command('sink')
    .description('Write resources from standard input into a new directory')
    .argument('<DIR>', 'the directory to make')
    .action(async (directory: string) => {
      await requireNew(directory, io);
      await writeNewPackage(readWrapped(await io.readInput()), resolve(io.cwd, directory));
      done(0);
    });
}
