import { messagesOf, runFunction } from '../testing';
import { setNamePrefix } from './set-name-prefix';

const context =
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: kptfile.kpt.dev\n  annotations:\n' +
  '    config.kubernetes.io/local-config: "true"\ndata:\n  name: shop\n';

const object = (kind: string, name: string, rest = '', apiVersion = 'v1') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`;

const run = (items: readonly string[], config = '') => runFunction(setNamePrefix, items.join('---\n'), config);

describe('set-name-prefix', () => {
  it("puts the package's name in the place of the default prefix", async () => {
    const names = ['packagename', 'packagename-db', 'packagenames', 'other-packagename'];
    const result = await run([context, ...names.map((name) => object('Service', name))]);
    const namesOfServices = result.items.split('---\n').filter((item) => item.includes('kind: Service'));
    expect(namesOfServices.map((item) => /name: (.*)/.exec(item)?.[1])).toEqual([
      'other-packagename',
      'packagenames',
      'shop',
      'shop-db',
    ]);
    expect(messagesOf(result)).toEqual([]);
  });

  it('takes both prefixes from a ConfigMap', async () => {
    const config = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {prefix: new, oldPrefix: old}\n';
    const result = await run([context, object('Pod', 'old-a'), object('Pod', 'packagename')], config);
    expect(result.items).toContain('name: new-a\n');
    expect(result.items).toContain('name: packagename\n');
  });

  it('leaves local configuration and the inventory alone', async () => {
    const local = '  annotations:\n    config.kubernetes.io/local-config: "true"\n';
    const result = await run([
      context,
      object('Pod', 'packagename', local),
      object('ResourceGroup', 'packagename', '', 'kpt.dev/v1alpha1'),
    ]);
    expect(result.items.match(/name: packagename\n/g)).toHaveLength(2);
  });

  it('brings references up to date: name fields, owners, and what is in a renamed namespace', async () => {
    const result = await run([
      context,
      object('Namespace', 'packagename'),
      object('ConfigMap', 'packagename-settings', '  namespace: packagename\n'),
      object(
        'Pod',
        'packagename-web',
        '  namespace: packagename\n  ownerReferences:\n  - apiVersion: v1\n    kind: ConfigMap\n    name: packagename-settings\n' +
          'spec:\n  volumes:\n  - configMap:\n      name: packagename-settings\n',
      ),
    ]);
    expect(result.items).not.toContain('packagename');
    expect(result.items).toContain('configMap:\n      name: shop-settings');
    expect(result.items.match(/namespace: shop\n/g)).toHaveLength(2);
  });

  it('changes nothing where two objects are the same', async () => {
    const result = await run([context, object('Pod', 'packagename'), object('Pod', 'packagename')]);
    expect(result.exitCode).toBe(0);
    expect(messagesOf(result)).toEqual(['multiple objects found matching v1/Pod:/packagename']);
    expect(result.items).not.toContain('kind: Pod\nmetadata:\n  name: shop');
  });

  it.each([
    [[], 'unable to find package context object'],
    [[context, context], 'found multiple matches for package-context object'],
    [[context.replace('name: shop', 'x: y')], 'package name (data.name) not set in package context object'],
  ])('fails without a package context that says a name (%#)', async (items, message) => {
    const result = await run(items);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toBe(`failed to evaluate function: ${message}`);
  });

  it('reports a configuration of another kind and still succeeds', async () => {
    const result = await run([context], object('Pod', 'x'));
    expect(result.exitCode).toBe(0);
    expect(messagesOf(result)).toEqual(['functionConfig error: unknown functionConfig Kind Pod']);
  });

  it('refuses an empty prefix', async () => {
    const result = await run([context], 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {prefix: ""}\n');
    expect(result.exitCode).toBe(1);
    expect(messagesOf(result)).toEqual(['`data.prefix` should not be empty']);
  });
});
