import { refused } from '@porch/api';
import { fileText, type PackageResources, textFile } from '@porch/repository';
import { type KptfilePatch, patchKptfile } from './kptfile-edits';

/** The root Kptfile's text. @throws PorchError Invalid when there is none or it is no text */
export function rootKptfile(resources: PackageResources): string {
  const file = resources.get('Kptfile');
  const text = file && fileText(file);
  if (text === undefined) throw refused('package must contain Kptfile at root');
  return text;
}

/** Applies a patch to the root Kptfile; returns the very map it was given when nothing changes. */
export function editKptfile(resources: PackageResources, patch: KptfilePatch): PackageResources {
  const text = rootKptfile(resources);
  const patched = patchKptfile(text, patch);
  if (patched === text) return resources;
  return new Map(resources).set('Kptfile', textFile(patched, resources.get('Kptfile')?.mode));
}
