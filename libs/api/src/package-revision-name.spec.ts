import fc from 'fast-check';
import {
  composePackageName,
  composePackageRevisionName,
  packageRevisionNameProblems,
  packageRevisionUid,
  parsePackageRevisionName,
} from './package-revision-name';

describe('package revision names', () => {
  it.each([
    [{ repository: 'git', packageName: 'basens-clone', workspaceName: 'clone-2' }, 'git.basens-clone.clone-2'],
    [{ repository: 'git', packageName: 'a/b/leaf', workspaceName: 'main' }, 'git.a.b.leaf.main'],
    [{ repository: 'git', packageName: 'pkg', workspaceName: 'v1.2.3' }, 'git.pkg.v1.2.3'],
  ])('composes and parses %j', (parts, name) => {
    expect(composePackageRevisionName(parts)).toBe(name);
    expect(parsePackageRevisionName(name)).toEqual(parts);
    expect(packageRevisionNameProblems(parts)).toEqual([]);
  });

  it.each(['', 'git', 'git.pkg', '.pkg.ws', 'git.pkg.', 'git..'])('reads no parts out of %j', (name) => {
    const parts = parsePackageRevisionName(name);
    expect(parts === undefined || packageRevisionNameProblems(parts).length > 0).toBe(true);
  });

  it('comes back from any valid parts', () => {
    const label = fc.stringMatching(/^[a-z]([-a-z0-9]{0,8}[a-z0-9])?$/);
    const parts = fc.record({
      repository: label,
      packageName: fc.array(label, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/')),
      workspaceName: label.filter((workspace) => !/^v[0-9.]*[0-9]$/.test(workspace)),
    });
    fc.assert(
      fc.property(parts, (value) => {
        expect(parsePackageRevisionName(composePackageRevisionName(value))).toEqual(value);
      }),
    );
  });

  it.each([
    { repository: 'Git', packageName: 'p', workspaceName: 'w' },
    { repository: 'git', packageName: 'p_q', workspaceName: 'w' },
    { repository: 'git', packageName: 'a//b', workspaceName: 'w' },
    { repository: 'git', packageName: 'p', workspaceName: '-w' },
    { repository: 'git', packageName: 'p', workspaceName: 'w'.repeat(64) },
    { repository: 'git', packageName: '../p', workspaceName: 'w' },
  ])('refuses %j', (parts) => expect(packageRevisionNameProblems(parts)).not.toEqual([]));

  it("gives upstream's UIDs, whatever the letter case", () => {
    expect(packageRevisionUid('rpkg-init', 'git.init-package.init-1')).toBe('45ee0692-730a-51b2-9a1d-ad4f4ad55dc8');
    expect(packageRevisionUid('rpkg-clone', 'git.basens-clone.clone-2')).toBe('710e4f9b-b21f-5786-bf04-1d1d9b32d57c');
    expect(packageRevisionUid('RPKG-init', 'git.init-package.INIT-1')).toBe('45ee0692-730a-51b2-9a1d-ad4f4ad55dc8');
  });

  it('names a package without its workspace', () => expect(composePackageName('git', 'a/b')).toBe('git.a.b'));
});
