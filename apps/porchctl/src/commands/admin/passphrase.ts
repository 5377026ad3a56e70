import { readFile } from 'node:fs/promises';
import { CommandError } from '../../session/command-error';
import { ObjectSeal } from './sealed-object';

/** A seal under the passphrase in a file, without the newline at its end. */
export async function sealFromFile(file: string): Promise<ObjectSeal> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CommandError(
      `the passphrase file ${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'failed'}`,
    );
  });
  return new ObjectSeal(text.replace(/\r?\n$/, ''));
}
