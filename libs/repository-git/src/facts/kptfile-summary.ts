import { type Locator } from '@porch/api';
import { type KptfileMetadata, readKptfileMetadata } from '@porch/krm';
import { type KptfileSummary } from '@porch/repository';

/** What the API shows of a Kptfile. @throws YamlSyntaxError when it is no YAML */
export function summarizeKptfile(text: string): KptfileSummary {
  const kptfile = readKptfileMetadata(text);
  const labels = nonEmpty(kptfile.labels);
  const annotations = nonEmpty(kptfile.annotations);
  const upstreamLock = lockOf(kptfile);
  return {
    ...(labels || annotations
      ? { packageMetadata: { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) } }
      : {}),
    readinessGates: kptfile.readinessGates.map(({ conditionType }) => ({ conditionType })),
    conditions: kptfile.conditions.map(({ type, status, reason, message }) => ({
      type,
      status: status === 'True' || status === 'False' ? status : 'Unknown',
      ...(reason ? { reason } : {}),
      ...(message ? { message } : {}),
    })),
    ...(upstreamLock ? { upstreamLock } : {}),
  };
}

/** Only of a package that names its upstream as well (E-3.6). */
function lockOf({ upstream, upstreamLock }: KptfileMetadata): Locator | undefined {
  if (!upstream?.git || !upstreamLock?.git) return undefined;
  const { repo, directory, ref, commit } = upstreamLock.git;
  return {
    type: 'git',
    git: {
      ...(repo ? { repo } : {}),
      ...(directory ? { directory } : {}),
      ...(ref ? { ref } : {}),
      ...(commit ? { commit } : {}),
    },
  };
}

function nonEmpty(texts: Record<string, string>): Record<string, string> | undefined {
  return Object.keys(texts).length > 0 ? texts : undefined;
}
