import type { GitLocation } from '../merge/kptfile-upstream';
import type { FetchPackage } from './fetch-package';
import { getPackage } from './get-package';
import { bytesOf, type PackageTree, textOf } from './package-files';
import { updatePackage } from './update-package';

type Texts = Record<string, string>;

const texts = (files: PackageTree): Texts =>
  Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, content]) => [path, textOf(content)]));

/** Repositories by name and ref. */
const fetchFrom =
  (repositories: Record<string, Record<string, Texts>>): FetchPackage =>
  ({ repo, ref }: GitLocation) => {
    const version = repositories[repo]?.[ref];
    if (!version) return Promise.reject(new Error(`no ${ref} in ${repo}`));
    const files = new Map(Object.entries(version).map(([path, text]) => [path, bytesOf(text)]));
    return Promise.resolve({ files, commit: ref });
  };

const kptfile = (name: string, rest = '') =>
  `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: ${name}\n${rest}`;
const upstreamOf = (repo: string, ref: string) =>
  `upstream:\n  type: git\n  git:\n    repo: ${repo}\n    directory: /\n    ref: ${ref}\n  updateStrategy: resource-merge\n`;
const lockOf = (repo: string, ref: string) =>
  `upstreamLock:\n  type: git\n  git:\n    repo: ${repo}\n    directory: /\n    ref: ${ref}\n    commit: ${ref}\n`;
const config = (data: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: ${data}\n`;
const stamped = (data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: # kpt-merge: /c\n  name: c\n  annotations:\n` +
  `    internal.kpt.dev/upstream-identifier: '|ConfigMap|default|c'\ndata:\n  a: ${data}\n`;

const repositories = {
  root: {
    v1: { Kptfile: kptfile('root'), 'c.yaml': config('1'), 'sub/Kptfile': kptfile('sub', upstreamOf('sub', 'v1')) },
    v2: { Kptfile: kptfile('root'), 'c.yaml': config('2'), 'sub/Kptfile': kptfile('sub', upstreamOf('sub', 'v2')) },
  },
  sub: {
    v1: { Kptfile: kptfile('theirs'), 'c.yaml': config('1'), 'a.txt': '1' },
    v2: { Kptfile: kptfile('theirs'), 'c.yaml': config('2'), 'a.txt': '2' },
  },
};
const fetch = fetchFrom(repositories);
const upstream = { repo: 'root', directory: '/', ref: 'v1' };

describe('getPackage', () => {
  it('fetches a package with the subpackages it refers to, and stamps the resources', async () => {
    expect(texts(await getPackage({ upstream, name: 'mine', fetch }))).toEqual({
      Kptfile: kptfile('mine', upstreamOf('root', 'v1') + lockOf('root', 'v1')),
      'c.yaml': stamped('1'),
      'sub/Kptfile': kptfile('sub', upstreamOf('sub', 'v1') + lockOf('sub', 'v1')),
      'sub/a.txt': '1',
      'sub/c.yaml': stamped('1'),
    });
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(getPackage({ upstream, name: 'mine', fetch, signal })).rejects.toThrow('enough');
  });
});

describe('updatePackage', () => {
  it('updates the package, then the subpackages with an upstream of their own, and keeps local changes', async () => {
    const files = await getPackage({ upstream, name: 'mine', fetch });
    files.set('sub/c.yaml', bytesOf(`${stamped('1')}  mine: x\n`));
    const updated = await updatePackage({ files, fetch, ref: 'v2' });
    expect(updated.updated).toEqual(['', 'sub']);
    expect(texts(updated.files)).toEqual({
      Kptfile: kptfile('mine', upstreamOf('root', 'v2') + lockOf('root', 'v2')),
      'c.yaml': stamped('2'),
      'sub/Kptfile': kptfile('sub', upstreamOf('sub', 'v2') + lockOf('sub', 'v2')),
      'sub/a.txt': '2',
      'sub/c.yaml': `${stamped('2')}  mine: x\n`,
    });
    expect(updated.decisions.map(({ path, outcome }) => [path, outcome])).toEqual([
      ['Kptfile', 'local'],
      ['c.yaml', 'upstream'],
      ['sub/Kptfile', 'local'],
      ['sub/a.txt', 'upstream'],
      ['sub/c.yaml', 'merged'],
    ]);
  });

  it('takes a subpackage of the same repository and ref along', async () => {
    const tree = (ref: string) => ({
      Kptfile: kptfile('root'),
      'sub/Kptfile': kptfile('sub', upstreamOf('root', ref).replace('directory: /', 'directory: /sub')),
    });
    const own = fetchFrom({ root: { v1: tree('v1'), v2: tree('v1') } });
    const sub: FetchPackage = (location, signal) =>
      location.directory === '/sub'
        ? Promise.resolve({ files: new Map([['a.txt', bytesOf(location.ref)]]), commit: location.ref })
        : own(location, signal);
    const files = await getPackage({ upstream, name: 'mine', fetch: sub });
    const updated = await updatePackage({ files, fetch: sub, ref: 'v2' });
    expect(texts(updated.files)).toMatchObject({ 'sub/a.txt': 'v2' });
    expect(texts(updated.files)['sub/Kptfile']).toContain('ref: v2\n');
  });

  it('refuses a package without upstream, and passes on why something could not be fetched', async () => {
    const files = new Map([['Kptfile', bytesOf(kptfile('mine'))]]);
    await expect(updatePackage({ files, fetch })).rejects.toThrow('package must have an upstream reference');
    const mine = await getPackage({ upstream, name: 'mine', fetch });
    await expect(updatePackage({ files: mine, fetch, ref: 'v9' })).rejects.toThrow('no v9 in root');
  });
});
