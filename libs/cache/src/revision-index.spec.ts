import { type CachedPackageRevision, matchesPackageRevision, type PackageRevisionFilter } from '@porch/repository';
import * as fc from 'fast-check';
import { RevisionIndex } from './revision-index';
import { compareRevisions } from './revision-list';

type Step =
  | { readonly do: 'put'; readonly revision: CachedPackageRevision }
  | { readonly do: 'remove'; readonly namespace: string; readonly name: string }
  | { readonly do: 'select'; readonly filter: PackageRevisionFilter };

const namespaces = fc.constantFrom('a', 'b');
const repositories = fc.constantFrom('blue', 'green');
const packages = fc.constantFrom('p', 'q', 'r');
const workspaces = fc.constantFrom('v1', 'v2', 'v10');
const lifecycles = fc.constantFrom('Draft' as const, 'Proposed' as const, 'Published' as const);
const teams = fc.constantFrom('red', 'white');

const revisions = fc
  .record({
    namespace: namespaces,
    repository: repositories,
    packageName: packages,
    workspaceName: workspaces,
    lifecycle: lifecycles,
    team: fc.option(teams, { nil: undefined }),
    latest: fc.boolean(),
  })
  .map(({ namespace, repository, packageName, workspaceName, lifecycle, team, latest }): CachedPackageRevision => {
    return {
      key: { repository: { namespace, name: repository }, packageName, workspaceName },
      kind: 'revision',
      revision: 0,
      lifecycle,
      contentVersion: '1',
      tasks: [],
      kptfile: { readinessGates: [], conditions: [] },
      selfLock: {},
      getResources: () => Promise.reject(new Error('not asked for')),
      name: `${repository}.${packageName}.${workspaceName}`,
      uid: '',
      resourceVersion: '1',
      creationTimestamp: '',
      metadata: team === undefined ? {} : { labels: { team } },
      latest,
      deployment: false,
    };
  });

const filters = fc
  .record(
    {
      namespace: namespaces,
      repository: repositories,
      packageName: packages,
      workspaceName: workspaces,
      lifecycles: fc.uniqueArray(lifecycles, { minLength: 1 }),
      team: teams,
      latest: fc.constant('true'),
    },
    { requiredKeys: [] },
  )
  .map(({ team, latest, ...filter }): PackageRevisionFilter => {
    const wanted = Object.entries({ team, 'kpt.dev/latest-revision': latest });
    const labelSelector = wanted.flatMap(([key, value]) =>
      value === undefined ? [] : [{ key, operator: 'in' as const, values: [value] }],
    );
    return { ...filter, ...(labelSelector.length > 0 ? { labelSelector } : {}) };
  });

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('put' as const), revision: revisions }),
  revisions.map(({ key, name }) => ({ do: 'remove' as const, namespace: key.repository.namespace, name })),
  fc.record({ do: fc.constant('select' as const), filter: filters }),
);

describe('RevisionIndex', () => {
  it('selects in order what a search through everything finds, whatever was put and removed before', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 60 }), fc.array(filters, { minLength: 5 }), (history, wanted) => {
        const index = new RevisionIndex();
        const all = new Map<string, CachedPackageRevision>();
        const expected = (filter: PackageRevisionFilter) =>
          [...all.values()].filter((revision) => matchesPackageRevision(filter, revision)).sort(compareRevisions);
        const lists: { readonly got: readonly CachedPackageRevision[]; readonly was: CachedPackageRevision[] }[] = [];
        const check = (filter: PackageRevisionFilter) => {
          const got = index.select(filter);
          const was = expected(filter);
          expect(got).toEqual(was);
          lists.push({ got, was });
        };
        for (const step of history) {
          if (step.do === 'select') check(step.filter);
          else if (step.do === 'put') {
            index.put(step.revision);
            all.set(`${step.revision.key.repository.namespace}/${step.revision.name}`, step.revision);
          } else {
            index.remove(step.namespace, step.name, '2');
            all.delete(`${step.namespace}/${step.name}`);
          }
        }
        for (const filter of [{}, { namespace: 'a' }, ...wanted]) check(filter);
        expect(index.size).toBe(all.size);
        // What was read earlier is still what it was.
        for (const { got, was } of lists) expect(got).toEqual(was);
      }),
      { seed: 20261123 },
    );
  });
});
