import { PORCH_API_VERSION, type PackageRevisionResourcesObject } from '@porch/api';
import { type Client, packageRevisionResources } from '@porch/client';
import { type Command } from 'commander';
import { loadPackageTools } from '../../lazy-bundles';
import { readPackageDirectory } from '../../package/package-directory';
import { REVISION_METADATA_FILE } from '../../package/revision-metadata-file';
import { CommandError } from '../../session/command-error';
import { readAll } from '../../session/command-io';
import { withProgress } from '../../session/progress';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand } from '../porch-command';
import { renderResultLines } from './render-results';

export function pushCommand(session: Session): Command {
  return porchCommand(
    session,
    {
      name: 'push',
      aliases: ['sink', 'write'],
      usage: 'NAME [DIR|-]',
      summary: 'Push resources to a package revision.',
      description:
        'Replaces the files of draft NAME with those below DIR, or with the ResourceList on standard input, and ' +
        'renders the package. What is pushed must have been pulled: .KptRevisionMetadata says from which version.',
    },
    () => undefined,
    push,
  );
}

async function push(context: CommandContext): Promise<void> {
  const [name, directory = '-'] = context.args;
  if (name === undefined) throw new CommandError('PACKAGE is a required positional argument');
  const files =
    directory === '-'
      ? loadPackageTools().resourceListToPackage(await readAll(context.io.stdin))
      : await readPackageDirectory(directory);
  const client = await context.client();
  await pushFiles(context, client, name, files);
  context.io.out(`${name} pushed\n`);
}

/** Stores a pulled package's files and shows what its functions said. */
export async function pushFiles(
  context: CommandContext,
  client: Client,
  name: string,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const resourceVersion = loadPackageTools().pulledVersion(files, { name, namespace: client.namespace });
  const content = [...files].filter(([path]) => path !== REVISION_METADATA_FILE);
  const object = resourcesObject(client.namespace, name, resourceVersion, Object.fromEntries(content));
  const stored = await withProgress(context.io, `pushing and rendering ${name}`, () =>
    client.update(packageRevisionResources, object, { signal: context.signal() }),
  );
  if (stored.status?.renderStatus) context.io.err(renderResultLines(stored.status.renderStatus));
}

/** What upstream sends: the identity is in the name alone, spec has nothing but the files. */
function resourcesObject(
  namespace: string,
  name: string,
  resourceVersion: string,
  resources: Record<string, string>,
): PackageRevisionResourcesObject {
  return {
    apiVersion: PORCH_API_VERSION,
    kind: 'PackageRevisionResources',
    metadata: { name, namespace, ...(resourceVersion === '' ? {} : { resourceVersion }) },
    spec: { resources },
  };
}
