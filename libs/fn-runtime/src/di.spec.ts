import { createFunctionCatalogue } from '@porch/functions';
import { backgroundContext, fileText, textFile } from '@porch/repository';
import { FUNCTION_RUNTIME_CONTRACT } from '@porch/repository/di';
import { Container } from 'inversify';
import { fnRuntimeModule, PACKAGE_RENDERER, PACKAGE_RENDERER_SETTINGS } from './di';
import { createBuiltInRuntime } from './runtimes/built-in-runtime';

describe('the function runtime module', () => {
  it("binds one renderer that runs functions by the container's runtime, as its settings say", async () => {
    const container = new Container();
    const ran: string[] = [];
    const runtime = createBuiltInRuntime({ catalogue: createFunctionCatalogue() });
    container.bind(FUNCTION_RUNTIME_CONTRACT).toConstantValue(runtime);
    container
      .bind(PACKAGE_RENDERER_SETTINGS)
      .toConstantValue({ mode: 'inline', onFunctionRun: ({ image }) => ran.push(image) });
    await container.load(fnRuntimeModule);
    const renderer = container.get(PACKAGE_RENDERER);
    expect(container.get(PACKAGE_RENDERER)).toBe(renderer);

    const pipeline = 'pipeline:\n  mutators:\n    - image: set-namespace\n      configMap: {namespace: staging}\n';
    const resources = new Map([
      ['Kptfile', textFile(`apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: app\n${pipeline}`)],
      ['a.yaml', textFile('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n')],
    ]);
    const outcome = await renderer.render(resources, backgroundContext());
    expect(outcome.failure).toBeUndefined();
    expect(ran).toEqual([expect.stringContaining('set-namespace')]);
    expect(fileText(outcome.resources.get('a.yaml')!)).toContain('namespace: staging');
    await renderer.close();
  });
});
