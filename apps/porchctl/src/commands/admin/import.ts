import { readFile } from 'node:fs/promises';
import { isPorchError, type KubernetesObject } from '@porch/api';
import { apiVersionOf, type Client, type ResourceType } from '@porch/client';
import { type Command } from 'commander';
import { CommandError, failuresError, UsageError } from '../../session/command-error';
import { readAll } from '../../session/command-io';
import { withProgress } from '../../session/progress';
import { messageOf } from '../../session/report-error';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand } from '../porch-command';
import { importable, inImportOrder } from './import-order';
import { sealFromFile } from './passphrase';
import { readObjects } from './read-objects';
import { isSealed } from './sealed-object';
import { storedKinds } from './stored-kinds';

interface ImportOptions {
  file?: string;
  passphraseFile?: string;
  existing: string;
  dryRun?: boolean;
}

export function importCommand(session: Session): Command {
  return porchCommand<ImportOptions>(
    session,
    {
      name: 'import',
      usage: '',
      summary: 'Create the objects of an export.',
      description:
        'Creates the objects of a file that "admin export" or "kubectl get -o yaml" wrote, those that others need ' +
        'first. Objects that exist are updated, kept, or fail, as --existing says.',
    },
    (command) =>
      command
        .option('-f, --file <FILE>', "the file to read; '-' is standard input")
        .option('--passphrase-file <FILE>', 'file with the passphrase that Secrets are encrypted with')
        .option('--existing <WHAT>', 'what to do with objects that exist: update, keep or fail', 'update')
        .option('--dry-run', 'have the server check everything and store nothing'),
    importObjects,
  );
}

async function importObjects(context: CommandContext, options: ImportOptions): Promise<void> {
  const { io } = context;
  if (!options.file) throw new UsageError("required flag --file: name the file to import, or '-'");
  if (!['update', 'keep', 'fail'].includes(options.existing)) {
    throw new UsageError(
      `invalid argument "${options.existing}" for "--existing" flag: it must be update, keep or fail`,
    );
  }
  const objects = await opened(await textOf(context, options.file), options);
  const client = await context.client();
  const kinds = await storedKinds(client, context.signal());
  const newUids = new Map<string, string>();
  const counts = { created: 0, updated: 0, kept: 0 };
  const failures: string[] = [];
  await withProgress(io, 'importing', async () => {
    for (const object of inImportOrder(objects)) {
      const name = describe(object);
      try {
        const done = await store(client, context, kindOf(object, kinds), object, newUids, options);
        counts[done] += 1;
        io.out(`${name} ${done}${options.dryRun ? ' (dry run)' : ''}\n`);
      } catch (error) {
        failures.push(`${name}: ${messageOf(error)}`);
      }
    }
  });
  io.err(`${counts.created} created, ${counts.updated} updated, ${counts.kept} kept, ${failures.length} failed\n`);
  if (failures.length > 0) throw failuresError(failures);
}

async function textOf({ io }: CommandContext, file: string): Promise<string> {
  if (file === '-') return readAll(io.stdin);
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new CommandError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'failed'}`);
  });
}

async function opened(text: string, { file = '', passphraseFile }: ImportOptions): Promise<KubernetesObject[]> {
  const objects = readObjects(text, file);
  if (!objects.some(isSealed)) return objects;
  if (!passphraseFile) throw new UsageError('the Secrets of this export are encrypted: give --passphrase-file');
  const seal = await sealFromFile(passphraseFile);
  return objects.map((object) => (isSealed(object) ? seal.open(object) : object));
}

function kindOf({ apiVersion, kind }: KubernetesObject, kinds: readonly ResourceType[]): ResourceType {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const known = kinds.filter((each) => each.kind === kind && each.group === group);
  const type = known.find((each) => apiVersionOf(each) === apiVersion) ?? known[0];
  if (!type) throw new CommandError(`the server stores no ${kind} of ${apiVersion}`);
  return type;
}

async function store(
  client: Client,
  context: CommandContext,
  type: ResourceType,
  object: KubernetesObject,
  newUids: Map<string, string>,
  { existing, dryRun }: ImportOptions,
): Promise<'created' | 'updated' | 'kept'> {
  const own = importable(object, newUids);
  const remember = (stored: KubernetesObject) => {
    if (object.metadata.uid && stored.metadata.uid) newUids.set(object.metadata.uid, stored.metadata.uid);
  };
  try {
    remember(await client.create(type, own, { dryRun, signal: context.signal() }));
    return 'created';
  } catch (error) {
    if (!isPorchError(error) || error.reason !== 'AlreadyExists' || existing === 'fail') throw error;
  }
  const { name = '', namespace } = own.metadata;
  const stored = await client.get(type, { name, namespace }, { signal: context.signal() });
  remember(stored);
  if (existing === 'keep') return 'kept';
  const { resourceVersion } = stored.metadata;
  const metadata = { ...own.metadata, ...(resourceVersion ? { resourceVersion } : {}) };
  await client.update(type, { ...own, metadata }, { dryRun, signal: context.signal() });
  return 'updated';
}

function describe({ kind, metadata }: KubernetesObject): string {
  const place = metadata.namespace ? `${metadata.namespace}/` : '';
  return `${kind} ${place}${metadata.name ?? ''}`;
}
