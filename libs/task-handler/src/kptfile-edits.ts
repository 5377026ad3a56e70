import {
  type GitLock,
  type InitTask,
  type Locator,
  type PackageCondition,
  type PackageMetadata,
  type ReadinessGate,
  refused,
} from '@porch/api';
import { fromJs, Kptfile, printYaml } from '@porch/krm';

/** A new package's Kptfile, in kpt's order of fields. */
export function newKptfile(name: string, { description, site, keywords }: InitTask): string {
  return printYaml(
    fromJs({
      apiVersion: 'kpt.dev/v1',
      kind: 'Kptfile',
      metadata: { name, annotations: { 'config.kubernetes.io/local-config': 'true' } },
      info: {
        ...(site ? { site } : {}),
        ...(description ? { description } : {}),
        ...(keywords?.length ? { keywords } : {}),
      },
    }),
  );
}

/** What an update asks of a Kptfile; an absent part asks nothing. */
export interface KptfilePatch {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** `upsert` adds and overwrites entries of labels and annotations (creation); `replace` makes them equal (update). */
  readonly metadataMode?: 'upsert' | 'replace';
  readonly readinessGates?: readonly ReadinessGate[];
  readonly conditions?: readonly PackageCondition[];
  /** Where the package came from; written to `upstream` and `upstreamLock`. */
  readonly upstream?: Locator;
}

/**
 * Applies a patch to a Kptfile's text; comments, order and unknown fields stay. A patch that changes nothing returns
 * the very text it was given.
 * @throws PorchError Invalid when the text is no Kptfile
 */
export function patchKptfile(text: string, patch: KptfilePatch): string {
  const kptfile = parseKptfile(text);
  if (patch.name !== undefined) kptfile.setText(['metadata', 'name'], patch.name);
  for (const field of ['labels', 'annotations'] as const) {
    const wanted = patch[field];
    if (!wanted) continue;
    const kept = patch.metadataMode === 'upsert' ? kptfile.object[field] : [];
    kptfile.setEntries(field, new Map([...kept, ...Object.entries(wanted)]));
  }
  if (patch.readinessGates) kptfile.setReadinessGates(patch.readinessGates);
  if (patch.conditions) kptfile.setConditions(patch.conditions);
  if (patch.upstream?.git) setUpstream(kptfile, patch.upstream.git);
  return kptfile.toString();
}

/** @throws PorchError Invalid when the text cannot be read as a Kptfile */
function parseKptfile(text: string): Kptfile {
  try {
    return Kptfile.parse(text);
  } catch (error) {
    throw refused(`failed to parse Kptfile: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

/** Writes both blocks in kpt's spelling: the repository's URL ends in `.git`, the directory has no leading slash. */
function setUpstream(kptfile: Kptfile, { repo = '', directory = '', ref, commit }: GitLock): void {
  for (const section of ['upstream', 'upstreamLock'] as const) {
    kptfile.setText([section, 'type'], 'git');
    kptfile.setText([section, 'git', 'repo'], /\.git$/.test(repo) ? repo : `${repo.replace(/\/+$/, '')}.git`);
    kptfile.setText([section, 'git', 'directory'], directory.replace(/^\/+/, ''));
    kptfile.setText([section, 'git', 'ref'], ref);
  }
  kptfile.setText(['upstreamLock', 'git', 'commit'], commit);
}

/** Labels and annotations of a PackageRevision as the Kptfile takes them. */
export function metadataPatch(
  metadata: PackageMetadata | undefined,
  mode: 'upsert' | 'replace',
): Pick<KptfilePatch, 'labels' | 'annotations' | 'metadataMode'> {
  return {
    ...(metadata?.labels ? { labels: metadata.labels } : {}),
    ...(metadata?.annotations ? { annotations: metadata.annotations } : {}),
    metadataMode: mode,
  };
}
