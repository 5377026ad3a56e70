import { DEFAULT_IMAGE_PREFIX, type KrmFunction, createFunctionCatalogue } from '@porch/functions';
import { backgroundContext, fileText, type PackageResources, textFile } from '@porch/repository';
import { createBuiltInRuntime } from '../runtimes/built-in-runtime';
import { renderPackage, type PackageRendering } from './render-package';

const fails: KrmFunction = {
  name: 'always-fails',
  description: '',
  configKinds: [],
  run: ({ items }) => ({
    items,
    results: [{ message: 'no', severity: 'error' }],
    stderr: 'failed to evaluate function: error: function failure',
    exitCode: 1,
  }),
};

function packageOf(files: Record<string, string>): PackageResources {
  return new Map(Object.entries(files).map(([path, text]) => [path, textFile(text)]));
}

function render(files: Record<string, string>, keepUntouched = false): Promise<PackageRendering> {
  const catalogue = createFunctionCatalogue({ additional: [fails] });
  return renderPackage(
    packageOf(files),
    {
      runtime: createBuiltInRuntime({ catalogue }),
      imagePrefix: DEFAULT_IMAGE_PREFIX,
      tagListers: [],
      commandRunner: undefined,
      events: {},
      rootName: 'app',
      keepUntouched,
      environment: {},
    },
    backgroundContext(),
  );
}

const textOf = (rendering: PackageRendering, path: string) => {
  const file = rendering.resources.get(path);
  return file && fileText(file);
};

const kptfile = (name: string, ...steps: string[]) =>
  `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: ${name}\n` +
  (steps.length === 0 ? '' : `pipeline:\n  mutators:\n${steps.map((step) => `    - ${step}\n`).join('')}`);
const setNamespace = (namespace: string) => `image: set-namespace\n      configMap:\n        namespace: ${namespace}`;
const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web # the name\n  namespace: x\n';

describe('rendering a package', () => {
  it('runs the pipeline, writes the resources and notes the outcome in the Kptfile', async () => {
    const rendering = await render({ Kptfile: kptfile('app', setNamespace('staging')), 'web.yaml': service });
    expect(rendering.failure).toBeUndefined();
    expect(textOf(rendering, 'web.yaml')).toBe(service.replace('namespace: x', 'namespace: staging'));
    expect(textOf(rendering, 'Kptfile')).toBe(
      kptfile('app', setNamespace('staging')) +
        [
          'status:',
          '  conditions:',
          '    - type: Rendered',
          '      status: "True"',
          '      reason: RenderSuccess',
          '  renderStatus:',
          '    mutationSteps:',
          '      - image: ghcr.io/kptdev/krm-functions-catalog/set-namespace:latest',
          '        exitCode: 0',
          '        results:',
          '          - message: namespace [x] updated to "staging", 1 value(s) changed',
          '            severity: info',
          '          - message: all `depends-on` annotations are up-to-date. no `namespace` changed',
          '            severity: info',
          '',
        ].join('\n'),
    );
  });

  it('edits the status alone of a Kptfile whose layout is to stay, and nothing when it says so already', async () => {
    const own = `# licence\n${kptfile('app # mine', setNamespace('staging'))}info: {description: d} # flow\n`;
    const condition = (type: string) => `    - type: ${type} # ${type}\n      status: "True"\n`;
    const status = `status: # noted\n  conditions:\n${condition('Rendered')}${condition('Ready')}`;
    const rendering = await render({ Kptfile: own + status }, true);
    const text = textOf(rendering, 'Kptfile') ?? '';
    expect(text.startsWith(own)).toBe(true);
    expect(text.slice(own.length)).toContain(
      `status: # noted\n  conditions:\n${condition('Ready')}    - type: Rendered\n      status: "True"\n` +
        '      reason: RenderSuccess\n  renderStatus:\n    mutationSteps:\n',
    );
    expect(textOf(await render({ Kptfile: text }, true), 'Kptfile')).toBe(text);
    const without = await render({ Kptfile: text.replace(/pipeline:[^]*(?=info)/, '') }, true);
    expect(textOf(without, 'Kptfile')).not.toContain('renderStatus');
  });

  it('lets a parent see what its subpackages made', async () => {
    const rendering = await render({
      Kptfile: kptfile('app', setNamespace('outer')),
      'db/Kptfile': kptfile('db', setNamespace('inner')),
      'db/web.yaml': service,
    });
    expect(textOf(rendering, 'db/web.yaml')).toContain('namespace: outer');
    expect(rendering).toMatchObject({ packages: 2, executedFunctions: 2 });
  });

  it('lets subpackages have the last word when the root asks for breadth first', async () => {
    const root = kptfile('app', setNamespace('outer')).replace(
      'name: app\n',
      'name: app\n  annotations:\n    kpt.dev/bfs-rendering: "true"\n',
    );
    const rendering = await render({
      Kptfile: root,
      'db/Kptfile': kptfile('db', setNamespace('inner')),
      'db/web.yaml': service,
    });
    expect(textOf(rendering, 'db/web.yaml')).toContain('namespace: inner');
  });

  it('changes nothing but the status when a function fails', async () => {
    const rendering = await render({
      Kptfile: kptfile('app', setNamespace('staging'), 'image: always-fails'),
      'web.yaml': service,
    });
    expect(textOf(rendering, 'web.yaml')).toBe(service);
    expect(textOf(rendering, 'Kptfile')).toContain(
      '      message: |-\n        pkg.render: pkg .:\n        \tpipeline.run: already handled error\n',
    );
    expect(textOf(rendering, 'Kptfile')).toContain(
      "errorSummary: 'ghcr.io/kptdev/krm-functions-catalog/always-fails:latest: exit code 1'",
    );
    expect(rendering.failure).toContain('always-fails:latest: exit code 1\n[error]: no');
    expect(rendering.renderStatus.result?.exitCode).toBe(1);
  });

  it('keeps what there was before the failing step where the root asks for it', async () => {
    const rendering = await render({
      Kptfile: kptfile('app', setNamespace('staging'), 'image: always-fails').replace(
        'name: app\n',
        'name: app\n  annotations:\n    kpt.dev/save-on-render-failure: "true"\n',
      ),
      'web.yaml': service,
    });
    expect(textOf(rendering, 'web.yaml')).toContain('namespace: staging');
    expect(rendering.failure).toBeDefined();
  });

  it('names the image that nobody has', async () => {
    const rendering = await render({ Kptfile: kptfile('app', 'image: example.com/unknown:v1'), 'web.yaml': service });
    expect(rendering.failure).toContain('function "example.com/unknown:v1" is not available');
  });

  it('keeps what the steps before one that nobody has did, where the root asks for it', async () => {
    const rendering = await render({
      Kptfile: kptfile('app', setNamespace('staging'), 'image: example.com/unknown:v1').replace(
        'name: app\n',
        'name: app\n  annotations:\n    kpt.dev/save-on-render-failure: "true"\n',
      ),
      'web.yaml': service,
    });
    expect(textOf(rendering, 'web.yaml')).toContain('namespace: staging');
    expect(rendering.failure).toContain('function "example.com/unknown:v1" is not available');
  });

  it('names the subpackage once in nested errors', async () => {
    const rendering = await render({
      Kptfile: kptfile('app'),
      'db/Kptfile': kptfile('db', 'image: always-fails'),
      'db/web.yaml': service,
    });
    expect(textOf(rendering, 'Kptfile')).toContain(
      'message: |-\n        pkg.render: pkg ./db:\n        \tpipeline.run: already handled error',
    );
  });

  it('works on the selected resources only', async () => {
    const step =
      'image: set-namespace\n      configMap:\n        namespace: staging\n      selectors:\n        - name: web';
    const other = service.replaceAll('web', 'other');
    const rendering = await render({ Kptfile: kptfile('app', step), 'web.yaml': service, 'other.yaml': other });
    expect(textOf(rendering, 'web.yaml')).toContain('namespace: staging');
    expect(textOf(rendering, 'other.yaml')).toBe(other);
  });

  it('skips a step whose condition does not hold', async () => {
    const step = `image: set-namespace\n      configMap:\n        namespace: staging\n      when: resources.exists(r, r.kind == 'Secret')`;
    const rendering = await render({ Kptfile: kptfile('app', step), 'web.yaml': service });
    expect(textOf(rendering, 'web.yaml')).toBe(service);
    expect(textOf(rendering, 'Kptfile')).toContain('skipped: true');
  });

  it('refuses a Kptfile with unknown fields, naming line and type', async () => {
    const rendering = await render({ Kptfile: kptfile('app', 'image: set-labels\n      targetResources: {}') });
    expect(rendering.failure).toContain('line 8: field targetResources not found in type v1.Function');
  });
});
