import { messagesOf, runFunction } from '../testing';
import { starlark } from './starlark';

const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1\n';

function starlarkRun(source: string, name = 'program'): string {
  const indented = source.replace(/^/gm, '  ');
  return `apiVersion: fn.kpt.dev/v1alpha1\nkind: StarlarkRun\nmetadata:\n  name: ${name}\nparams:\n  replicas: 5\nsource: |\n${indented}\n`;
}

describe('starlark', () => {
  it('lets a program change resources, with parameters from its configuration', async () => {
    const source =
      'for r in ctx.resource_list["items"]:\n  r["spec"]["replicas"] = ctx.resource_list["functionConfig"]["params"]["replicas"]';
    const run = await runFunction(starlark, deployment, starlarkRun(source));
    expect(run.exitCode).toBe(0);
    expect(run.items).toBe(deployment.replace('replicas: 1', 'replicas: 5'));
  });

  it('writes new resources with their keys in order, and keeps the types of scalars', async () => {
    const source =
      'ctx.resource_list["items"].append({"kind": "X", "apiVersion": "v1", "data": {"b": "yes", "a10": "1", "a2": 2.5, "n": None, "big": 12345678901234567890, "text": "x\\ny\\n"}})';
    const run = await runFunction(starlark, '', starlarkRun(source));
    expect(run.items).toBe(
      'apiVersion: v1\ndata:\n  a2: 2.5\n  a10: "1"\n  b: "yes"\n  big: 12345678901234567890\n  "n": null\n  text: |\n    x\n    y\nkind: X\n',
    );
  });

  it('takes a replaced list of items, and a ConfigMap for configuration', async () => {
    const config =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  source: ctx.resource_list["items"] = [r for r in ctx.resource_list["items"] if r["kind"] != "Deployment"]\n';
    const run = await runFunction(starlark, `${deployment}---\napiVersion: v1\nkind: Service\n`, config);
    expect(run.items).toBe('apiVersion: v1\nkind: Service\n');
  });

  it('ends with an error result when the program fails', async () => {
    const run = await runFunction(starlark, deployment, starlarkRun('print("looking")\nfail("no private keys")'));
    expect(run.exitCode).toBe(1);
    expect(run.results).toEqual([{ message: 'fail: no private keys', severity: 'error' }]);
    expect(run.stderr).toBe('looking\nfailed to evaluate function: error: function failure');
    expect(run.items).toBe(deployment);
  });

  it('places syntax errors in the program by its name', async () => {
    const run = await runFunction(starlark, deployment, starlarkRun('x = 1 and \ny = 2', 'httpbin-gen'));
    expect(messagesOf(run)).toEqual(['httpbin-gen:1:11: got newline, want primary expression']);
  });

  it('gives what the program prints as standard error', async () => {
    const run = await runFunction(starlark, deployment, starlarkRun('print("fine", 1)\nprint("x")'));
    expect(run).toMatchObject({ exitCode: 0, results: [], stderr: 'fine 1\nx' });
  });

  it('has the libraries of the kpt function', async () => {
    const source = [
      'load("encoding/yaml.star", "yaml")',
      'load("krmfn.star", "krmfn")',
      'load("http.star", "http")',
      'r = ctx.resource_list["items"][0]',
      'r["metadata"]["labels"] = yaml.loads(yaml.dumps({"b": [1, {"c": None}], "a": "2"}))',
      'print(krmfn.match_gvk(r, "apps/v1", "Deployment"), krmfn.match_name(r, "web"), krmfn.match_namespace(r, "x"))',
    ].join('\n');
    const run = await runFunction(starlark, deployment, starlarkRun(source));
    expect(run.stderr).toBe('True True False');
    expect(run.items).toContain('  labels:\n    a: "2"\n    b:\n    - 1\n    - c: null\n');
  });

  it.each([
    ['', 'FunctionConfig is missing. Expect `ConfigMap` or `StarlarkRun`'],
    ['apiVersion: fn.kpt.dev/v1alpha1\nkind: StarlarkRun\nmetadata: {name: x}\n', '`source` must not be empty'],
    [
      'apiVersion: apps/v1\nkind: Deployment\n',
      '`functionConfig` must be either /v1, Kind=ConfigMap or fn.kpt.dev/v1alpha1, Kind=StarlarkRun, but we got: apps/v1, Kind=Deployment',
    ],
    [starlarkRun('ctx.resource_list["items"] = 1'), 'ctx.resource_list["items"] must be a list of resources'],
    [
      starlarkRun('ctx.resource_list["items"].append(1)'),
      'ctx.resource_list["items"][1] must be a dict that is a resource',
    ],
    [
      starlarkRun('ctx.resource_list["items"].append({"a": len})'),
      'unrecognized starlark type: builtin_function_or_method',
    ],
    [
      starlarkRun('x = {}\nx["x"] = x\nctx.resource_list["items"].append(x)'),
      'the resources are nested too deeply, or hold themselves',
    ],
    [starlarkRun('while True: pass'), 'too many steps: the limit is 20000000'],
  ])('refuses %j', async (config, message) => {
    const run = await runFunction(starlark, deployment, config);
    expect(run.exitCode).toBe(1);
    expect(messagesOf(run)).toEqual([message]);
    expect(run.items).toBe(deployment);
  });
});
