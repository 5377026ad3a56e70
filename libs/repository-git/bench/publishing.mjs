import { createServer, request } from 'node:http';
import { Agent } from 'node:http';
import { once } from 'node:events';
import { SecretText } from '@porch/api';
import { createGitRepositoryOpener } from '@porch/repository-git';
import { summarize } from '../../../tools/bench/measuring.mjs';
import { git } from './synthetic-repository.mjs';

const context = { signal: new AbortController().signal };
const AUTHORIZATION = `Basic ${Buffer.from('nephio:secret').toString('base64')}`;

/** Opens a repository as the server would. */
export function openOverHttp(url, cacheDirectory) {
  return createGitRepositoryOpener({
    cacheDirectory,
    credentialResolver: {
      resolveCredential: async () => ({ type: 'basic', username: 'nephio', password: new SecretText('secret') }),
      resolveCertificateAuthorities: async () => undefined,
    },
    userInfoProvider: { getUserInfo: () => undefined },
    environment: {},
  }).openRepository(
    {
      metadata: { name: 'bench', namespace: 'default' },
      spec: { type: 'git', git: { repo: url, branch: 'main', secretRef: { name: 'credentials' } } },
    },
    context,
  );
}

const contents = (name, value) => {
  const file = (text) => ({ content: Buffer.from(text), mode: 'regular' });
  return new Map([
    ['Kptfile', file(`apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: ${name}\n`)],
    ['config.yaml', file(`apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  value: "${value}"\n`)],
  ]);
};

export async function proposeRevision(repository, packageName, workspaceName) {
  const draft = await repository.createPackageRevisionDraft({ packageName, workspaceName }, context);
  await draft.updateResources(contents(packageName, workspaceName), { type: 'init', init: {} }, context);
  draft.updateLifecycle('Proposed');
  return repository.closePackageRevisionDraft(draft, {}, context);
}

export async function approve(repository, revision, number) {
  const draft = await repository.updatePackageRevision(revision, context);
  draft.updateLifecycle('Published');
  return repository.closePackageRevisionDraft(draft, { revision: number }, context);
}

/**
 * How long an approval takes, beside the very same receive-pack request sent bare over a kept-alive connection: what
 * the server alone needs. Both alternate, so that the machine's moods hit both.
 */
export async function measureApproval({ url, directory, cacheDirectory, runs }) {
  const repository = await openOverHttp(url, cacheDirectory);
  const recorded = await recordApproval(url, directory, `${cacheDirectory}-recorder`);
  await repository.refresh(context);
  const agent = new Agent({ keepAlive: true });
  const [ours, floors, own] = [[], [], []];
  for (let run = 0; run <= runs; run += 1) {
    const proposed = await proposeRevision(repository, 'bench-package', `run-${run}`);
    const cpu = process.cpuUsage();
    const start = performance.now();
    await approve(repository, proposed, run + 1);
    const took = performance.now() - start;
    const used = process.cpuUsage(cpu);
    const floor = await replay(url, directory, recorded, agent);
    // The first run opens connections and compiles code.
    if (run === 0) continue;
    ours.push(took);
    own.push((used.user + used.system) / 1000);
    floors.push(floor);
  }
  agent.destroy();
  await repository.close();
  return { ours: summarize(ours), floor: summarize(floors), own: summarize(own) };
}

/** Publishes once through a recorder, on a branch of history of its own, and notes the request and the refs around it. */
async function recordApproval(url, directory, cacheDirectory) {
  const { origin, pathname } = new URL(url);
  let body = Buffer.alloc(0);
  const recorder = createServer((incoming, response) => {
    const chunks = [];
    incoming.on('data', (chunk) => chunks.push(chunk));
    incoming.on('end', () => {
      if (incoming.url.endsWith('/git-receive-pack')) body = Buffer.concat(chunks);
      const outgoing = request(`${origin}${incoming.url}`, { method: incoming.method, headers: incoming.headers });
      outgoing.on('response', (answer) => {
        response.writeHead(answer.statusCode, { 'content-type': answer.headers['content-type'] });
        answer.pipe(response);
      });
      outgoing.end(Buffer.concat(chunks));
    });
  });
  recorder.listen(0, '127.0.0.1');
  await once(recorder, 'listening');
  const repository = await openOverHttp(`http://127.0.0.1:${recorder.address().port}${pathname}`, cacheDirectory);
  const proposed = await proposeRevision(repository, 'recorded-package', 'recorded');
  const before = git(directory, 'rev-parse', 'refs/heads/main').trim();
  await approve(repository, proposed, 1);
  await repository.close();
  recorder.closeAllConnections();
  recorder.close();
  return { body, before, proposed: proposed.contentVersion };
}

/** Puts the refs back to where the recorded request found them, sends it, and puts main back. */
async function replay(url, directory, { body, before, proposed }, agent) {
  const main = git(directory, 'rev-parse', 'refs/heads/main').trim();
  git(directory, 'update-ref', 'refs/heads/main', before);
  git(directory, 'update-ref', '-d', 'refs/tags/recorded-package/v1');
  git(directory, 'update-ref', 'refs/heads/proposed/recorded-package/recorded', proposed);
  const start = performance.now();
  const answer = await new Promise((resolve, reject) => {
    const outgoing = request(`${url}/git-receive-pack`, {
      method: 'POST',
      agent,
      headers: {
        'content-type': 'application/x-git-receive-pack-request',
        'content-length': body.length,
        authorization: AUTHORIZATION,
      },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString('latin1')));
    });
    outgoing.end(body);
  });
  const took = performance.now() - start;
  if (!answer.includes('ok refs/heads/main')) throw new Error(`the replayed push was refused: ${answer}`);
  git(directory, 'update-ref', 'refs/heads/main', main);
  return took;
}
