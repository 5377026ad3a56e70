import { join, resolve } from 'node:path';
import { mkdir, writeFile } from 'node:fs/promises';
import {
  type KrmObject,
  LEGACY_PATH_ANNOTATION,
  PATH_ANNOTATION,
  readResources,
  writePackage,
  writeResources,
  type YamlNode,
} from '@porch/krm';
import { dirname } from 'node:path';
import { exists } from './package-directory';
import { type FnIo, FnUsageError } from './fn-io';

const RESOURCE_LIST = { apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList' };

/** Resources as a ResourceList, with the annotations that say where they belong. */
export function wrappedText(objects: readonly KrmObject[], functionConfig?: YamlNode): string {
  return writeResources(objects, { wrapping: RESOURCE_LIST, keepReaderAnnotations: true, functionConfig });
}

/** Objects of a ResourceList or a stream of documents. */
export function readWrapped(text: string): KrmObject[] {
  return readResources(text, { preserveSequenceIndent: true, wrapBareSequence: true }).items;
}

/** Where `-o` sends resources: back where they came from, to standard output as a list or as documents, or to a directory. */
export type Destination = 'in-place' | 'stdout' | 'unwrap' | { readonly directory: string };

/** @throws FnUsageError for a directory that exists */
export async function destinationOf(output: string | undefined, io: FnIo): Promise<Destination> {
  if (output === undefined || output === '') return 'in-place';
  if (output === 'stdout' || output === 'unwrap') return output;
  await requireNew(output, io);
  return { directory: resolve(io.cwd, output) };
}

export async function requireNew(directory: string, io: FnIo): Promise<void> {
  if (await exists(resolve(io.cwd, directory))) {
    throw new FnUsageError(`directory "${directory}" already exists, please delete the directory and retry`);
  }
}

/** Sends resources to a destination other than their own place. */
export async function sendResources(objects: readonly KrmObject[], destination: Destination, io: FnIo): Promise<void> {
  if (destination === 'in-place' || destination === 'stdout') {
    io.out(wrappedText(objects));
    return;
  }
  const reread = readWrapped(wrappedText(objects));
  if (destination === 'unwrap') {
    io.out(writeResources(reread, { clearAnnotations: [PATH_ANNOTATION, LEGACY_PATH_ANNOTATION] }));
    return;
  }
  await writeNewPackage(reread, destination.directory);
}

/** Writes resources into a directory by their paths. */
export async function writeNewPackage(objects: readonly KrmObject[], directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const [path, text] of writePackage(objects)) {
    const target = join(directory, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}
