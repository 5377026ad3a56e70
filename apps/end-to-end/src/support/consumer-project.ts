import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from './paths';

interface LockedPackage {
  readonly dev?: boolean;
  readonly link?: boolean;
}
interface PackageLock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/**
 * A project in an empty folder that depends on tarballs by their packages' names. Its lock has what the workspace's has
 * for production, so that an installation takes the same versions, which npm has already; npm leaves out what nobody needs.
 */
export function writeConsumerProject(folder: string, tarballs: ReadonlyMap<string, string>): void {
  const dependencies = Object.fromEntries([...tarballs].map(([name, path]) => [name, `file:${path}`]));
  const project = { name: 'consumer', version: '1.0.0', dependencies };
  const workspace = JSON.parse(readFileSync(join(workspaceRoot, 'package-lock.json'), 'utf8')) as PackageLock;
  const isForeign = ([path, { dev, link }]: [string, LockedPackage]) =>
    path.startsWith('node_modules/') && !tarballs.has(path.slice('node_modules/'.length)) && !dev && !link;
  const locked = Object.fromEntries(Object.entries(workspace.packages).filter(isForeign));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(project));
  const lock = { ...project, lockfileVersion: 3, requires: true, packages: { '': project, ...locked } };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
}
