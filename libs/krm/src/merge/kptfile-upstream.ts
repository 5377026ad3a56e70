import { clearField, fields, getField, getString, setField } from '../document/node-access';
import { fromJs } from '../document/node-conversion';
import type { YamlNode } from '../document/yaml-node';
import { orderKptfileFields } from './kptfile-sections';

/** Where in git a package is from. */
export interface GitLocation {
  repo: string;
  /** Directory in the repository, `/` for its root. */
  directory: string;
  ref: string;
}

/** The commit that a package was fetched at. */
export interface GitLock extends GitLocation {
  commit: string;
}

/** The git upstream a Kptfile names, undefined if it names none. */
export function gitUpstream(kptfile: YamlNode | undefined): GitLocation | undefined {
  const git = getField(getField(kptfile, 'upstream'), 'git');
  return git?.kind === 'mapping' ? locationOf(git) : undefined;
}

/** The commit a Kptfile says its package was fetched at, undefined if it was not fetched. */
export function gitLock(kptfile: YamlNode | undefined): GitLock | undefined {
  const git = getField(getField(kptfile, 'upstreamLock'), 'git');
  if (git?.kind !== 'mapping') return undefined;
  return { ...locationOf(git), commit: getString(git, 'commit') ?? '' };
}

function locationOf(git: YamlNode): GitLocation {
  return {
    repo: getString(git, 'repo') ?? '',
    directory: getString(git, 'directory') ?? '',
    ref: getString(git, 'ref') ?? '',
  };
}

/** Sets the upstream of a Kptfile; its update strategy stays unless another is given. */
export function setGitUpstream(
  kptfile: YamlNode,
  { repo, directory, ref }: GitLocation,
  updateStrategy?: string,
): void {
  const strategy = updateStrategy ?? getString(kptfile, 'upstream', 'updateStrategy');
  setSection(kptfile, 'upstream', { type: 'git', git: { repo, directory, ref }, updateStrategy: strategy });
}

/** Sets the commit that a Kptfile says its package was fetched at. */
export function setGitLock(kptfile: YamlNode, { repo, directory, ref, commit }: GitLock): void {
  setSection(kptfile, 'upstreamLock', { type: 'git', git: { repo, directory, ref, commit } });
}

/** Replaces a section; fields that stay keep their place, spelling and comments. */
function setSection(kptfile: YamlNode, name: string, value: object): void {
  const present = getField(kptfile, name);
  const wanted = fromJs(value);
  if (present?.kind === 'mapping') {
    assignFields(present, wanted);
    return;
  }
  setField(kptfile, name, wanted);
  orderKptfileFields(kptfile);
}

function assignFields(mapping: YamlNode, wanted: YamlNode): void {
  for (const { key } of [...fields(mapping)]) if (!getField(wanted, key.value)) clearField(mapping, key.value);
  for (const { key, value } of fields(wanted)) {
    const present = getField(mapping, key.value);
    if (present?.kind === 'mapping' && value.kind === 'mapping') assignFields(present, value);
    else if (present?.kind !== 'scalar' || present.value !== value.value) setField(mapping, key.value, value);
  }
}
