import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, packageRevisionResources, packageRevisions } from '@porch/client';
import { type Command } from 'commander';
import { loadPackageTools } from '../../lazy-bundles';
import { readPackageDirectory, writePackageDirectory } from '../../package/package-directory';
import { REVISION_METADATA_FILE } from '../../package/revision-metadata-file';
import { CommandError } from '../../session/command-error';
import { type CommandIo } from '../../session/command-io';
import { messageOf } from '../../session/report-error';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand } from '../porch-command';
import { copyRevision } from './copy';
import { pushFiles } from './push';

interface EditOptions {
  workspace?: string;
}

/**
 * Two commands that share a name: upstream's alias of `copy`, which always has a workspace, and editing a draft, which
 * never has.
 */
export function editCommand(session: Session): Command {
  return porchCommand<EditOptions>(
    session,
    {
      name: 'edit',
      usage: 'NAME [FILE...]',
      summary: "Edit a draft's files in $EDITOR and push what changed.",
      description:
        'Opens the files of draft NAME (or those named) in $VISUAL or $EDITOR and pushes what was changed. With ' +
        '--workspace it is the same as "rpkg copy".',
    },
    (command) => command.option('--workspace <NAME>', 'copy NAME into this workspace instead (as "rpkg copy")'),
    (context, options) => (options.workspace === undefined ? editDraft(context) : copyRevision(context, options)),
  );
}

async function editDraft(context: CommandContext): Promise<void> {
  const [name, ...wanted] = context.args;
  if (name === undefined) throw new CommandError('PACKAGE_REVISION is a required positional argument');
  const client = await context.client();
  await requireDraft(context, client, name);
  const resources = await client.get(packageRevisionResources, { name }, { signal: context.signal() });
  const before = new Map(Object.entries(resources.spec.resources ?? {}));
  const missing = wanted.filter((path) => !before.has(path));
  if (missing.length > 0) throw new CommandError(`package revision "${name}" has no file ${missing.join(', ')}`);
  const parent = await mkdtemp(join(tmpdir(), 'porchctl-edit-'));
  const directory = join(parent, name);
  let keep = false;
  try {
    await writePackageDirectory(before, directory);
    const opened = wanted.length > 0 ? wanted : [...before.keys()].sort();
    await runEditor(
      context.io,
      opened.map((path) => join(directory, path)),
    );
    const after = await readPackageDirectory(directory);
    if (sameFiles(before, after)) {
      context.io.err('Edit cancelled, no changes made.\n');
      return;
    }
    after.set(REVISION_METADATA_FILE, loadPackageTools().revisionMetadataText(resources));
    await pushFiles(context, client, name, after).catch((error: unknown) => {
      keep = true;
      throw new CommandError(`${messageOf(error)}\nyour changes are kept in ${directory}`);
    });
    context.io.out(`${name} pushed\n`);
  } finally {
    if (!keep) await rm(parent, { recursive: true, force: true });
  }
}

/** Says what the push would say, before somebody has edited in vain. */
async function requireDraft(context: CommandContext, client: Client, name: string): Promise<void> {
  const { spec } = await client.get(packageRevisions, { name }, { signal: context.signal() });
  const { lifecycle = 'Draft' } = spec;
  if (lifecycle === 'Draft') return;
  const next =
    lifecycle === 'Proposed'
      ? `take the proposal back: "porchctl rpkg reject ${name}"`
      : `make a new revision and edit that: "porchctl rpkg copy ${name} --workspace WORKSPACE"`;
  throw new CommandError(`cannot edit a package revision that is ${lifecycle}; only a Draft can be edited`, next);
}

/** Starts the editor through the shell, since $EDITOR may hold arguments. */
function runEditor(io: CommandIo, files: readonly string[]): Promise<void> {
  const editor = io.env['VISUAL'] || io.env['EDITOR'] || 'vi';
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', `${editor} "$@"`, editor, ...files], {
      stdio: 'inherit',
      env: io.env,
      signal: io.signal,
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0
        ? resolve()
        : reject(new CommandError(`the editor "${editor}" failed with exit code ${code ?? 'none'}`)),
    );
  });
}

function sameFiles(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([path, text]) => b.get(path) === text);
}
