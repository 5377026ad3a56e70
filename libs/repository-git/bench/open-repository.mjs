// One cold process that opens a repository and lists its revisions; prints what that took as JSON.
//   node open-repository.mjs URL CACHE_DIRECTORY
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { SecretText } from '@porch/api';
import { createGitRepositoryOpener } from '@porch/repository-git';

const [url, cacheDirectory] = process.argv.slice(2);
const context = { signal: new AbortController().signal };
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const start = performance.now();
const repository = await createGitRepositoryOpener({
  cacheDirectory,
  allowedLocalDirectories: ['/'],
  credentialResolver: {
    resolveCredential: async () => ({ type: 'basic', username: 'nephio', password: new SecretText('secret') }),
    resolveCertificateAuthorities: async () => undefined,
  },
  userInfoProvider: { getUserInfo: () => undefined },
}).openRepository(
  {
    metadata: { name: 'bench', namespace: 'default' },
    spec: { type: 'git', git: { repo: url, branch: 'main', secretRef: { name: 'credentials' } } },
  },
  context,
);
const revisions = await repository.listPackageRevisions({}, context);
const milliseconds = performance.now() - start;
const cpu = process.cpuUsage();
console.log(
  JSON.stringify({
    milliseconds,
    cpuMilliseconds: (cpu.user + cpu.system) / 1000,
    revisions: revisions.length,
    problems: repository.problems.length,
    megabytes: process.resourceUsage().maxRSS / 1024,
    stallMilliseconds: delay.max / 1e6,
  }),
);
await repository.close();
