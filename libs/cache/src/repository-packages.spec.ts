import { RepositoryPackages } from './repository-packages';

const record = (packageName: string) => ({ packageName, highestRevision: 1, resourceVersion: '1' });

describe('the packages of a repository', () => {
  it('remember when the last ones lost their rows, and of older ones that it was no later than a version', () => {
    const packages = new RepositoryPackages();
    packages.change('kept', 1, (entry) => (entry.record = record('kept')));
    for (let version = 2; version <= 3001; version += 1) packages.change(`gone-${version}`, version, () => undefined);
    expect(packages.changedAt('gone-3001')).toBe(3001);
    expect(packages.changedAt('gone-2002')).toBe(2002);
    // Forgotten, and all that may be said of it without leaving a removal out.
    expect(packages.changedAt('gone-5')).toBe(2001);
    expect(packages.changedAt('never-heard-of')).toBe(2001);
    expect(packages.changedAt('kept')).toBe(1);
    expect([...packages]).toHaveLength(1001);
  });

  it('keep a package that got a row again', () => {
    const packages = new RepositoryPackages();
    packages.change('back', 1, () => undefined);
    packages.change('back', 2, (entry) => (entry.record = record('back')));
    for (let version = 3; version <= 2000; version += 1) packages.change(`gone-${version}`, version, () => undefined);
    expect(packages.get('back')?.record).toEqual(record('back'));
    expect(packages.changedAt('back')).toBe(2);
  });
});
