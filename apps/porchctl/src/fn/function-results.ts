import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type FunctionResultList } from '@porch/api';
import { resultListText } from '@porch/fn-runtime';
import { type FnIo } from './fn-io';

/** Writes what functions reported into a directory, and says where. */
export async function saveResults(
  directory: string | undefined,
  results: FunctionResultList,
  io: FnIo,
): Promise<string> {
  if (!directory) return '';
  await mkdir(resolve(io.cwd, directory), { recursive: true });
  const file = join(directory, 'results.yaml');
  await writeFile(resolve(io.cwd, file), resultListText(results));
  return file;
}
