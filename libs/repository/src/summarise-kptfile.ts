import { type GitLock, type PackageCondition } from '@porch/api';
import { JSON_SCHEMA, load } from 'js-yaml';
import { type KptfileSummary } from './package-revision';

/**
 * What the API shows of a Kptfile. It reads thousands of them when repositories are opened, so comments are not parsed;
 * a text that is no Kptfile, or a field of another type than kpt's, shows nothing rather than failing a listing.
 */
export function summariseKptfile(text: string): KptfileSummary {
  const kptfile = parse(text);
  const metadata = mapOf(kptfile['metadata']);
  const labels = stringsOf(metadata['labels']);
  const annotations = stringsOf(metadata['annotations']);
  const lock = stringsOf(mapOf(kptfile['upstreamLock'])['git']) as GitLock | undefined;
  const hasUpstream = Object.keys(mapOf(mapOf(kptfile['upstream'])['git'])).length > 0;
  return {
    ...(labels || annotations
      ? { packageMetadata: { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) } }
      : {}),
    readinessGates: listOf(mapOf(kptfile['info'])['readinessGates']).map((gate) => ({
      conditionType: textOf(gate['conditionType']),
    })),
    conditions: listOf(mapOf(kptfile['status'])['conditions']).map(conditionOf),
    ...(hasUpstream && lock ? { upstreamLock: { type: 'git', git: lock } } : {}),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function parse(text: string): Fields {
  try {
    return mapOf(load(text, { schema: JSON_SCHEMA, json: true }));
  } catch {
    return {};
  }
}

/** Own fields of a mapping, on no prototype; empty for anything else. */
function mapOf(value: unknown): Fields {
  const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.assign(fields, value) : fields;
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(mapOf) : [];
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function stringsOf(value: unknown): Record<string, string> | undefined {
  const entries = Object.entries(mapOf(value)).map(([key, entry]) => [key, textOf(entry)] as const);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function conditionOf(node: Fields): PackageCondition {
  const status = textOf(node['status']);
  const [reason, message] = [textOf(node['reason']), textOf(node['message'])];
  return {
    type: textOf(node['type']),
    status: status === 'True' || status === 'False' ? status : 'Unknown',
    ...(reason ? { reason } : {}),
    ...(message ? { message } : {}),
  };
}
