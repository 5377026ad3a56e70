// One cold process that fetches a remote into an empty mirror and reads nothing of it: what `git clone --mirror` does.
//   node mirror-repository.mjs URL CACHE_DIRECTORY
import { createRequire } from 'node:module';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { SecretText } from '@porch/api';
import { DEFAULT_GIT_LIMITS } from '@porch/repository-git';

// Not part of the library's interface: opening a repository always reads it as well.
const { createOriginFactory } = createRequire(import.meta.url)('../dist/origin/origin-factory.js');

const [url, cacheDirectory] = process.argv.slice(2);
const origin = createOriginFactory({
  cacheDirectory,
  allowedLocalDirectories: [],
  policy: { allowPrivateAddresses: true },
  limits: DEFAULT_GIT_LIMITS,
  clock: { now: () => new Date() },
  environment: {},
  sshCommand: 'ssh',
  credentialResolver: {
    resolveCredential: async () => ({ type: 'basic', username: 'nephio', password: new SecretText('secret') }),
    resolveCertificateAuthorities: async () => undefined,
  },
}).open({ url, prefixes: ['refs/heads/main', 'refs/heads/', 'refs/tags/'], namespace: 'default', secretName: 'x' });
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const start = performance.now();
await origin.refresh({ signal: new AbortController().signal });
const milliseconds = performance.now() - start;
console.log(
  JSON.stringify({
    milliseconds,
    refs: origin.refs.size,
    megabytes: process.resourceUsage().maxRSS / 1024,
    stallMilliseconds: delay.max / 1e6,
  }),
);
await origin.close();
