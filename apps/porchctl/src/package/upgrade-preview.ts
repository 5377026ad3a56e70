import { type MergeStrategy } from '@porch/api';
import { type Client } from '@porch/client';
import { mergePackages, type MergeDecision } from '@porch/krm';
import { comparePackages, type FileDifference } from './compare-packages';
import { CommandError } from '../session/command-error';
import { messageOf } from '../session/report-error';
import { packageFiles } from '../commands/rpkg/package-files';
import { type UpgradeSources } from '../commands/rpkg/upgrade-sources';

/** What an upgrade would do, worked out here from the three packages by the server's own merge. */
export interface UpgradePreview {
  local: string;
  oldUpstream: string;
  newUpstream: string;
  strategy: MergeStrategy;
  decisions: MergeDecision[];
  files: FileDifference[];
}

export async function previewUpgrade(
  client: Client,
  sources: UpgradeSources,
  strategy: MergeStrategy,
  signal: () => AbortSignal,
): Promise<UpgradePreview> {
  const names = {
    local: sources.local.metadata.name ?? '',
    oldUpstream: sources.oldUpstream.metadata.name ?? '',
    newUpstream: sources.newUpstream.metadata.name ?? '',
  };
  const local = await packageFiles(client, names.local, signal());
  const original = await packageFiles(client, names.oldUpstream, signal());
  const updated = await packageFiles(client, names.newUpstream, signal());
  try {
    const merged = mergePackages({
      original: bytes(original),
      updated: bytes(updated),
      local: bytes(local),
      strategy,
      stampUpstream: true,
    });
    const result = new Map([...merged.files].map(([path, content]) => [path, Buffer.from(content).toString('utf8')]));
    return { ...names, strategy, decisions: merged.decisions, files: comparePackages(local, result) };
  } catch (error) {
    throw new CommandError(`the upgrade would fail: ${messageOf(error)}`);
  }
}

function bytes(files: ReadonlyMap<string, string>): Map<string, Uint8Array> {
  return new Map([...files].map(([path, text]) => [path, Buffer.from(text, 'utf8')]));
}

const MEANING: Readonly<Record<MergeDecision['outcome'], string>> = {
  upstream: 'taken from upstream',
  local: 'local change kept',
  merged: 'both changes merged',
  'conflict-upstream': 'CONFLICT: upstream wins, the local change is lost',
  'conflict-local': "CONFLICT: local wins, upstream's change is left out",
};

/** A preview for people: each file's fate, and below it the fields that both sides changed. */
export function previewText({ local, oldUpstream, newUpstream, strategy, decisions }: UpgradePreview): string {
  const heading = `${local}: ${oldUpstream} -> ${newUpstream} by ${strategy}\n`;
  if (decisions.length === 0) return `${heading}  nothing would change\n`;
  const lines = decisions.map(({ path, outcome, change, resources }) => {
    const fields = resources.flatMap(({ kind, name, outcome: fate, fields: decided }) => [
      ...(decided.length === 0 ? [`      ${kind} ${name}: ${MEANING[fate]}\n`] : []),
      ...decided
        .filter((field) => field.outcome !== 'local')
        .map((field) => `      ${kind} ${name} ${fieldPath(field.path)}: ${MEANING[field.outcome]}${values(field)}\n`),
    ]);
    return `  ${path}: ${change}, ${MEANING[outcome]}\n${fields.join('')}`;
  });
  return heading + lines.join('');
}

function fieldPath(path: readonly string[]): string {
  return path.join('.').replaceAll('.[', '[');
}

function values(field: { local?: unknown; updated?: unknown }): string {
  const shown = (value: unknown) => (value === undefined ? 'absent' : JSON.stringify(value));
  return ` (local ${shown(field.local)}, upstream ${shown(field.updated)})`;
}
