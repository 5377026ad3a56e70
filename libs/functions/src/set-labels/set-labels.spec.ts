import { messagesOf, runFunction } from '../testing';
import { setLabels } from './set-labels';

const config = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: labels}\ndata: {tier: backend, app: web}\n';

describe('set-labels', () => {
  it('sets labels, selectors and templates of a Deployment in the order of the keys', async () => {
    const run = await runFunction(
      setLabels,
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  template:\n    spec: {}\n',
      config,
    );
    expect(run.items).toBe(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\n  labels:\n    app: web\n    tier: backend\nspec:\n' +
        '  template:\n    spec: {}\n    metadata:\n      labels:\n        app: web\n        tier: backend\n' +
        '  selector:\n    matchLabels:\n      app: web\n      tier: backend\n',
    );
    expect(messagesOf(run)).toEqual(['set 6 labels in total']);
  });

  it('keeps the place and the comment of a label that is there', async () => {
    const run = await runFunction(
      setLabels,
      'apiVersion: v1\nkind: Pod\nmetadata:\n  labels:\n    tier: front # why\n    x: y\n  name: a\n',
      config,
    );
    expect(run.items).toContain('    tier: backend # why\n    x: y\n    app: web\n');
  });

  it('only overwrites in the selectors of a Job', async () => {
    const job =
      'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: a\nspec:\n  selector:\n    matchLabels:\n      app: x\n';
    const run = await runFunction(setLabels, job, config);
    expect(run.items).toContain('    matchLabels:\n      app: web\n');
    expect(run.items).not.toContain('matchLabels:\n      app: web\n      tier');
  });

  it('fails without a config, as the catalogue does', async () => {
    const run = await runFunction(setLabels, 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n');
    expect(run).toMatchObject({ exitCode: 1, stderr: 'failed to evaluate function: error: function failure' });
    expect(messagesOf(run)).toEqual(['`FunctionConfig` is not given']);
  });

  it('says what a wrong labels field is', async () => {
    const run = await runFunction(
      setLabels,
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n',
      'apiVersion: fn.kpt.dev/v1alpha1\nkind: SetLabels\nlabels: [a]\n',
    );
    expect(messagesOf(run)).toEqual([
      'unable to convert object to *setlabels.SetLabels with error: json: cannot unmarshal array into Go struct field SetLabels.labels of type map[string]string',
    ]);
  });
});
