import { createFunctionCatalogue } from './built-in-functions';
import { messagesOf, runFunction } from './testing';

const byName = (name: string) => createFunctionCatalogue().byName(name)!;
const pod =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: c\n    image: nginx:1.0 # web\n';

describe('functions of the catalogue', () => {
  it('set-image gives an image another tag', async () => {
    const run = await runFunction(byName('set-image'), pod, 'kind: ConfigMap\ndata: {name: nginx, newTag: "2"}\n');
    expect(run.items).toContain('image: nginx:2 # web');
    expect(messagesOf(run)).toEqual(['summary: updated a total of 1 image(s)']);
  });

  it('set-annotations annotates resources and pod templates', async () => {
    const run = await runFunction(
      byName('set-annotations'),
      pod,
      'kind: ConfigMap\nmetadata: {name: x}\ndata: {a: b}\n',
    );
    expect(run.items).toContain('  annotations:\n    a: b\n');
    const none = await runFunction(byName('set-annotations'), pod);
    expect(none.stderr).toBe(
      '[error]: failed to configure function: `functionConfig` must be a `ConfigMap` or `SetAnnotations`',
    );
  });

  it('format quotes strings and opens numbers where the kind wants them', async () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: 1\n  labels: {on: off}\nspec:\n  ports:\n';
    const run = await runFunction(byName('format'), `${service}  - port: '80'\n    targetPort: '80'\n`, '');
    expect(run.items).toBe(
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: "1"\n  labels: {on: "off"}\nspec:\n' +
        "  ports:\n  - port: 80\n    targetPort: '80'\n",
    );
    const limits = 'apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: a\nspec:\n  limits:\n  - max:\n';
    expect((await runFunction(byName('format'), `${limits}      cpu: 1\n`, '')).items).toBe(
      `${limits}      cpu: "1"\n`,
    );
  });

  it('format leaves what has another type than its kind wants', async () => {
    const pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  priority: 'true'\n";
    expect((await runFunction(byName('format'), pod, '')).items).toBe(pod);
  });

  it.each(['""', '"[a"'])('create-setters refuses %s as a value', async (value) => {
    const run = await runFunction(byName('create-setters'), pod, `data: {tag: ${value}}\n`);
    expect(messagesOf(run)).toEqual(['failed to create setters: failed to decode data: parsing error']);
    expect(run.exitCode).toBe(1);
  });

  it('create-setters and apply-setters fit together', async () => {
    const created = await runFunction(byName('create-setters'), pod, 'data: {tag: "1.0"}\n');
    expect(created.items).toContain('image: nginx:1.0 # kpt-set: nginx:${tag}');
    const applied = await runFunction(byName('apply-setters'), created.items, 'data: {tag: "2.0"}\n');
    expect(applied.items).toContain('image: nginx:2.0 # kpt-set: nginx:${tag}');
  });

  it('upsert-resource adds a resource to the file that its legacy path names, and forgets where it was read', async () => {
    const named = (annotations: string) => `kind: ConfigMap\nmetadata:\n  name: b\n  annotations: {${annotations}}\n`;
    const legacy = await runFunction(byName('upsert-resource'), pod, named("config.kubernetes.io/path: 'f.yaml'"));
    expect(legacy.items).toContain("internal.config.kubernetes.io/path: 'f.yaml'");
    const read = await runFunction(
      byName('upsert-resource'),
      pod,
      named("config.kubernetes.io/path: 'f.yaml', internal.config.kubernetes.io/path: 'f.yaml'"),
    );
    expect(read.items).not.toContain('f.yaml');
  });

  it('upsert-resource puts a resource into the file it asks for, which tells it from its namesake elsewhere', async () => {
    const at = (key: string, path: string) => pod.replace('name: a', `name: a\n  annotations:\n    ${key}: '${path}'`);
    const wanted = at('config.kubernetes.io/target-path', 'b.yaml');
    const elsewhere = await runFunction(byName('upsert-resource'), at('config.kubernetes.io/path', 'a.yaml'), wanted);
    expect(elsewhere.items.match(/^ {4}config.kubernetes.io\/path: .*/gm)).toEqual([
      "    config.kubernetes.io/path: 'a.yaml'",
      "    config.kubernetes.io/path: 'b.yaml'",
    ]);
    expect(elsewhere.items).not.toContain('target-path');
    const there = await runFunction(byName('upsert-resource'), at('config.kubernetes.io/path', 'b.yaml'), wanted);
    expect(there.items).not.toContain('---');
  });

  it('upsert-resource replaces the same resource and adds another', async () => {
    const other = pod.replace('name: a', 'name: b');
    expect((await runFunction(byName('upsert-resource'), pod, other)).items).toContain('---\n');
    const replaced = await runFunction(byName('upsert-resource'), pod, pod.replace('1.0', '3.0'));
    expect(replaced.items).toContain('nginx:3.0');
    expect(replaced.items).not.toContain('---');
  });

  it('remove-local-config-resources drops what is local configuration', async () => {
    const local = pod.replace('name: a\n', 'name: a\n  annotations:\n    config.kubernetes.io/local-config: "true"\n');
    const run = await runFunction(byName('remove-local-config-resources'), local);
    expect(run.items).toBe('');
    expect(messagesOf(run)).toEqual(['Number of resources pruned: 1', 'Resource name: [a]']);
  });
});
