import { type GitLock, type Locator, type PackageCondition } from '@porch/api';
import { type KptfileMetadata, readKptfileMetadata, YamlSyntaxError } from '@porch/krm';
import { type KptfileSummary } from './package-revision';

const NOTHING: KptfileSummary = { readinessGates: [], conditions: [] };

/** What the API shows of a Kptfile. A text that is no YAML shows nothing rather than failing a listing. */
export function summariseKptfile(text: string): KptfileSummary {
  try {
    return readKptfileSummary(text);
  } catch (error) {
    if (error instanceof YamlSyntaxError) return NOTHING;
    throw error;
  }
}

/**
 * What the API shows of a Kptfile; fields of another type than kpt's show nothing.
 * @throws YamlSyntaxError when the text is no YAML
 */
export function readKptfileSummary(text: string): KptfileSummary {
  const kptfile = readKptfileMetadata(text);
  const labels = nonEmpty(kptfile.labels);
  const annotations = nonEmpty(kptfile.annotations);
  const upstreamLock = lockOf(kptfile);
  return {
    ...(labels || annotations
      ? { packageMetadata: { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) } }
      : {}),
    readinessGates: kptfile.readinessGates,
    conditions: kptfile.conditions.map(({ type, status, reason, message }): PackageCondition => ({
      type,
      status: status === 'True' || status === 'False' ? status : 'Unknown',
      ...(reason ? { reason } : {}),
      ...(message ? { message } : {}),
    })),
    ...(upstreamLock ? { upstreamLock } : {}),
  };
}

/** Only of a package that names its upstream as well. */
function lockOf({ upstream, upstreamLock }: KptfileMetadata): Locator | undefined {
  if (!upstream?.git || !upstreamLock?.git) return undefined;
  const { repo, directory, ref, commit } = upstreamLock.git;
  const git: GitLock = {
    ...(repo ? { repo } : {}),
    ...(directory ? { directory } : {}),
    ...(ref ? { ref } : {}),
    ...(commit ? { commit } : {}),
  };
  return { type: 'git', git };
}

function nonEmpty(texts: Record<string, string>): Record<string, string> | undefined {
  return Object.keys(texts).length > 0 ? texts : undefined;
}
