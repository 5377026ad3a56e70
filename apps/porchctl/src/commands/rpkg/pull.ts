import { type PackageRevisionResourcesObject, parsePackageRevisionName } from '@porch/api';
import { packageRevisionResources } from '@porch/client';
import { type Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPackageTools } from '../../lazy-bundles';
import { writePackageDirectory } from '../../package/package-directory';
import { REVISION_METADATA_FILE } from '../../package/revision-metadata-file';
import { CommandError } from '../../session/command-error';
import { withProgress } from '../../session/progress';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand } from '../porch-command';

interface PullOptions {
  force?: boolean;
}

export function pullCommand(session: Session): Command {
  return porchCommand<PullOptions>(
    session,
    {
      name: 'pull',
      aliases: ['source', 'read'],
      usage: 'NAME [DIR]',
      summary: 'Pull the content of the package revision.',
      description:
        'Writes the files of package revision NAME below DIR, or without DIR to standard output as one ResourceList. ' +
        'A DIR that exists is overwritten when it holds a revision of the same package, else only with --force.',
    },
    (command) => {
      command.option('-f, --force', 'overwrite DIR even when it belongs to something else');
    },
    pull,
  );
}

async function pull(context: CommandContext, { force = false }: PullOptions): Promise<void> {
  const [name, directory] = context.args;
  if (name === undefined) throw new CommandError('PACKAGE is a required positional argument');
  const client = await context.client();
  const resources = await withProgress(context.io, `pulling ${name}`, () =>
    client.get(packageRevisionResources, { name }, { signal: context.signal() }),
  );
  const { packageToResourceList, revisionMetadataText } = loadPackageTools();
  const files = new Map(Object.entries(resources.spec.resources ?? {}));
  files.set(REVISION_METADATA_FILE, revisionMetadataText(resources));
  if (directory === undefined) context.io.out(packageToResourceList(files));
  else {
    const replace = force || (await holdsSamePackage(directory, resources));
    await writePackageDirectory(files, directory, { replace });
  }
}

/** Whether a directory was pulled from a revision of the same package. */
async function holdsSamePackage(directory: string, { metadata }: PackageRevisionResourcesObject): Promise<boolean> {
  const text = await readFile(join(directory, REVISION_METADATA_FILE), 'utf8').catch(() => undefined);
  const held = text === undefined ? undefined : loadPackageTools().pulledRevision(text);
  if (held === undefined || held.namespace !== metadata.namespace) return false;
  const [before, now] = [held.name, metadata.name ?? ''].map(parsePackageRevisionName);
  if (before === undefined || now === undefined) return false;
  return before.repository === now.repository && before.packageName === now.packageName;
}
