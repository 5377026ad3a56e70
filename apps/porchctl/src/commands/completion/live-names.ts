import { loadKubeconfig, namespaces, packageRevisions, repositories } from '@porch/client';
import { type ConnectionOptions } from '../../session/connection-options';
import { type Session } from '../../session/session';
import { type Candidate, type CompletionPlan, type LiveNames } from './complete-words';

/** A person waits for this at each press of a key. */
const PATIENCE_MS = 3000;

/** The names that exist, from the kubeconfig or the server; none when they cannot be had in time. */
export async function liveNames(session: Session, { live, command }: CompletionPlan): Promise<Candidate[]> {
  if (!live) return [];
  try {
    return await named(session, live, command.optsWithGlobals<ConnectionOptions>().kubeconfig, command);
  } catch {
    return [];
  }
}

async function named(
  session: Session,
  live: LiveNames,
  kubeconfigFile: string | undefined,
  command: CompletionPlan['command'],
): Promise<Candidate[]> {
  if (live === 'contexts' || live === 'clusters' || live === 'users') {
    const kubeconfig = await loadKubeconfig({ explicitFile: kubeconfigFile, env: session.io.env });
    return [...kubeconfig[live].keys()].map((word) => ({ word }));
  }
  const client = await session.connect(command);
  const signal = AbortSignal.any([session.io.signal, AbortSignal.timeout(PATIENCE_MS)]);
  switch (live) {
    case 'namespaces':
      return (await client.list(namespaces, { signal })).items.map(({ metadata }) => ({ word: metadata.name ?? '' }));
    case 'repositories':
      return (await client.list(repositories, { signal })).items.map(({ metadata, spec }) => ({
        word: metadata.name ?? '',
        description: spec.description ?? spec.git?.repo ?? '',
      }));
    case 'package revisions':
      return (await client.list(packageRevisions, { signal })).items.map(({ metadata, spec }) => ({
        word: metadata.name ?? '',
        description: spec.lifecycle ?? '',
      }));
  }
}
