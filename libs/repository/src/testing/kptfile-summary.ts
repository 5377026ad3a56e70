import { type Locator, type PackageCondition, type ReadinessGate } from '@porch/api';
import { JSON_SCHEMA, load } from 'js-yaml';
import { fileText, type PackageResources } from '../package-resources';
import { type KptfileSummary } from '../package-revision';

interface KptfileShape {
  readonly metadata?: { readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly info?: { readonly readinessGates?: ReadinessGate[] };
  readonly status?: { readonly conditions?: PackageCondition[] };
  readonly upstream?: { readonly git?: unknown };
  readonly upstreamLock?: Locator;
}

/** What the API shows of a package's Kptfile; nothing of one that cannot be read. */
export function summarizeKptfile(resources: PackageResources): KptfileSummary {
  const file = resources.get('Kptfile');
  const kptfile = parse(file && fileText(file));
  const { labels, annotations } = kptfile.metadata ?? {};
  return {
    ...(labels || annotations
      ? { packageMetadata: { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) } }
      : {}),
    readinessGates: kptfile.info?.readinessGates ?? [],
    conditions: kptfile.status?.conditions ?? [],
    ...(kptfile.upstream?.git && kptfile.upstreamLock ? { upstreamLock: kptfile.upstreamLock } : {}),
  };
}

function parse(text: string | undefined): KptfileShape {
  if (text === undefined) return {};
  try {
    return (load(text, { schema: JSON_SCHEMA }) as KptfileShape | null) ?? {};
  } catch {
    return {};
  }
}
