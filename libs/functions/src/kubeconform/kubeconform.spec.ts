import { messagesOf, runFunction } from '../testing';
import { kubeconform } from './kubeconform';

const strict = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: function-input}\ndata: {strict: "true"}\n';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: nginx
        ports: [{containerPort: 80}]
        resources: {limits: {cpu: 0.5, memory: 1Gi}}
        livenessProbe: {httpGet: {port: http}}
`;

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: crontabs.example.com}
spec:
  group: example.com
  names: {kind: CronTab, plural: crontabs}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        required: [spec]
        properties:
          spec:
            type: object
            properties:
              replicas: {type: integer, minimum: 1, maximum: 10}
              port: {x-kubernetes-int-or-string: true}
              size: {type: string, enum: [small, large], nullable: true}
              name: {type: string, pattern: '^[a-z]+$', minLength: 2}
              extra: {type: object, x-kubernetes-preserve-unknown-fields: true}
              list: {type: array, items: {type: string}, maxItems: 2}
`;

function cronTab(spec: string): string {
  return `${definition}---\napiVersion: example.com/v1\nkind: CronTab\nmetadata: {name: x}\nspec: ${spec}\n`;
}

describe('kubeconform', () => {
  it('passes what is right', async () => {
    const run = await runFunction(kubeconform, deployment, strict);
    expect(run).toMatchObject({ exitCode: 0, results: [], items: deployment });
  });

  it('reports each violation with its resource, field and file', async () => {
    const wrong =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: n\n  annotations:\n' +
      "    internal.config.kubernetes.io/path: 'a.yaml'\n    internal.config.kubernetes.io/index: '2'\nspec:\n  replicas: invalid\n";
    const run = await runFunction(kubeconform, wrong, strict);
    const common = {
      severity: 'error',
      resourceRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', namespace: 'n' },
      file: { path: 'a.yaml', index: 2 },
    };
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toBe('failed to evaluate function: error: function failure');
    expect(run.results).toEqual([
      { ...common, message: "missing properties 'selector', 'template'", field: { path: 'spec' } },
      { ...common, message: 'got string, want null or integer', field: { path: 'spec.replicas' } },
    ]);
  });

  it('minds fields that no schema names only when strict', async () => {
    const misspelt = deployment.replace('  replicas: 2', '  replica: 2');
    expect((await runFunction(kubeconform, misspelt)).results).toEqual([]);
    const run = await runFunction(kubeconform, misspelt, strict);
    expect(run.results).toMatchObject([
      { message: "additional properties 'replica' not allowed", field: { path: 'spec' } },
    ]);
  });

  it('looks into lists', async () => {
    const run = await runFunction(kubeconform, deployment.replace('containerPort: 80', 'containerPort: eighty'));
    expect(run.results).toMatchObject([
      { message: 'got string, want integer', field: { path: 'spec.template.spec.containers.0.ports.0.containerPort' } },
    ]);
  });

  it('passes kinds that it has no schema for, and those that are to be skipped', async () => {
    const custom = 'apiVersion: custom.io/v1\nkind: Custom\nmetadata: {name: x}\nspec: {a: 1}\n';
    expect((await runFunction(kubeconform, custom, strict)).exitCode).toBe(0);
    const wrong = 'apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: 1\n';
    expect((await runFunction(kubeconform, wrong)).exitCode).toBe(1);
    for (const kinds of ['Pod,Service', 'v1/Service']) {
      const config = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {skip_kinds: "${kinds}"}\n`;
      expect((await runFunction(kubeconform, wrong, config)).exitCode).toBe(0);
    }
  });

  it.each([
    ['{replicas: 2, port: http, size: null, name: ab, extra: {any: [1]}, list: [a]}', []],
    ['{replicas: 0}', ['minimum: got 0, want 1']],
    ['{replicas: 11}', ['maximum: got 11, want 10']],
    ['{replicas: 1.5}', ['got number, want integer']],
    ['{port: true}', ['got boolean, want integer or string']],
    ['{size: huge}', ["value must be one of 'small', 'large'"]],
    ['{name: A}', ['minLength: got 1, want 2', "'A' does not match pattern '^[a-z]+$'"]],
    ['{list: [a, 1, c]}', ['maxItems: got 3, want 2', 'got number, want string']],
    ['{other: 1}', ["additional properties 'other' not allowed"]],
  ])('honours the definitions in the package: %s', async (spec, messages) => {
    expect(messagesOf(await runFunction(kubeconform, cronTab(spec), strict))).toEqual(messages);
  });

  it('says that it cannot read schemas from elsewhere', async () => {
    const config =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {schema_location: "https://example.com"}\n';
    const run = await runFunction(kubeconform, deployment, config);
    expect(run.exitCode).toBe(1);
    expect(messagesOf(run)[0]).toContain('schemas cannot be read from https://example.com');
  });
});
