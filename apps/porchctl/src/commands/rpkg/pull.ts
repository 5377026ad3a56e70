import { packageRevisionResources } from '@porch/client';
import { type Command } from 'commander';
import { loadPackageTools } from '../../lazy-bundles';
import { writePackageDirectory } from '../../package/package-directory';
import { REVISION_METADATA_FILE } from '../../package/revision-metadata-file';
import { CommandError } from '../../session/command-error';
import { withProgress } from '../../session/progress';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand } from '../porch-command';

export function pullCommand(session: Session): Command {
  return porchCommand(
    session,
    {
      name: 'pull',
      aliases: ['source', 'read'],
      usage: 'NAME [DIR]',
      summary: 'Pull the content of the package revision.',
      description:
        'Writes the files of package revision NAME below DIR, which must not exist yet, or without DIR to standard ' +
        'output as one ResourceList.',
    },
    () => undefined,
    pull,
  );
}

async function pull(context: CommandContext): Promise<void> {
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
  else await writePackageDirectory(files, directory);
}
