import { type RandomNumbers } from '../crash/random-numbers';
import { type Json } from './random-json';

const rules = [{ apiGroups: ['porch.kpt.dev'], resources: ['packagerevisions'], verbs: ['get', 'list'] }];
const template = {
  spec: { replicas: 1, selector: { matchLabels: { app: 'a' } }, template: { spec: { containers: [] } } },
};

/** What makes an object of a kind valid, besides its names. Kinds that are not here need nothing. */
const contents: Readonly<Record<string, (random: RandomNumbers) => Record<string, Json>>> = {
  ConfigMap: () => ({ data: { a: 'b' } }),
  Secret: () => ({ type: 'Opaque', data: { bearerToken: 'dG9rZW4=' } }),
  Service: () => ({ spec: { selector: { app: 'a' }, ports: [{ port: 80 }] } }),
  Deployment: () => template,
  Role: () => ({ rules }),
  ClusterRole: () => ({ rules }),
  RoleBinding: () => ({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'a' },
    subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'u' }],
  }),
  ClusterRoleBinding: () => ({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'a' },
    subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'g' }],
  }),
  Lease: () => ({ spec: { holderIdentity: 'a', leaseDurationSeconds: 10 } }),
  SelfSubjectAccessReview: () => ({ spec: { resourceAttributes: { verb: 'get', resource: 'secrets' } } }),
  TokenReview: () => ({ spec: { token: 'a.b.c' } }),
  Repository: () => ({ spec: { type: 'git', git: { repo: 'https://127.0.0.1:1/none.git', branch: 'main' } } }),
  PackageRevision: (random) => ({
    spec: {
      repository: 'playground',
      packageName: random.pick(['a', 'b', 'dir/c']),
      workspaceName: random.pick(['w1', 'w2', 'w3']),
      lifecycle: random.pick(['Draft', 'Proposed', 'Published', 'DeletionProposed']),
      tasks: [
        random.pick<Json>([
          { type: 'init', init: { description: 'd' } },
          { type: 'edit', edit: { sourceRef: { name: 'playground.a.w1' } } },
          { type: 'clone', clone: { upstreamRef: { upstreamRef: { name: 'playground.a.w1' } } } },
        ]),
      ],
    },
  }),
  PackageRevisionResources: () => ({
    spec: {
      resources: {
        Kptfile: 'apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: a\n',
        'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n',
      },
    },
  }),
  PackageVariant: () => ({
    spec: {
      upstream: { repo: 'playground', package: 'a', revision: 1 },
      downstream: { repo: 'playground', package: 'd' },
    },
  }),
};

/** An object that the server would take, given the right moment. */
export function validObject(apiVersion: string, kind: string, name: string, random: RandomNumbers): Json {
  const metadata = { name, labels: { team: random.pick(['red', 'blue']) } };
  return { apiVersion, kind, metadata, ...contents[kind]?.(random) };
}
