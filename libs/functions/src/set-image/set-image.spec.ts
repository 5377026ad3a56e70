import { messagesOf, runFunction } from '../testing';
import { setImage } from './set-image';

const deployment =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  template:\n    spec:\n      initContainers:\n' +
  '      - name: i\n        image: web:1\n      containers:\n      - name: c\n        image: web:2\n';
const toTwo = 'kind: ConfigMap\ndata: {name: web, newTag: "2"}\n';
const nameOnly = 'kind: ConfigMap\ndata: {name: web}\n';

describe('set-image', () => {
  it('sets the images of init containers too, and counts those that have the new image already', async () => {
    const run = await runFunction(setImage, deployment, toTwo);
    expect(run.items).toBe(deployment.replace('web:1', 'web:2'));
    expect(messagesOf(run)).toEqual(['summary: updated a total of 2 image(s)']);
  });

  it.each(['v0.1.2', 'unstable'])('leaves init containers alone and counts only changes as %s', async (tag) => {
    const run = await runFunction(setImage, deployment, toTwo, tag);
    expect(run.items).toBe(deployment);
    expect(messagesOf(run)).toEqual(['summary: updated a total of 0 image(s)']);
  });

  it('reports a configuration without anything new, and fails', async () => {
    const run = await runFunction(setImage, deployment, nameOnly);
    expect(run).toMatchObject({ exitCode: 1, stderr: 'failed to evaluate function: error: function failure' });
    expect(messagesOf(run)[0]).toBe('invalid FunctionConfig: must specify one of `newName`, `newTag`, or `digest`');
  });

  it('is terminated by a configuration without anything new as v0.1.1', async () => {
    const run = await runFunction(setImage, deployment, nameOnly, 'v0.1.1');
    const mistake = 'must specify one of `newName`, `newTag`, or `digest`';
    expect(run.stderr).toBe(`failed to evaluate function: function is terminated: ${mistake}`);
    expect(messagesOf(run)).toEqual([mistake, `function is terminated: ${mistake}`]);
  });

  it('says which key of a ConfigMap it does not know', async () => {
    const run = await runFunction(setImage, deployment, 'kind: ConfigMap\ndata: {name: web, newTag: "2", tag: "3"}\n');
    expect(run.exitCode).toBe(1);
    expect(messagesOf(run)[0]).toBe('ConfigMap has wrong field name tag');
  });

  it('reports a field that is no text as an error of the object', async () => {
    const config =
      'apiVersion: fn.kpt.dev/v1alpha1\nkind: SetImage\nimage: {name: web, newTag: "2"}\n' +
      'additionalImageFields: [{kind: Deployment, path: spec/template}]\n';
    const run = await runFunction(setImage, deployment, config);
    expect(run.exitCode).toBe(1);
    expect(run.results[0]).toMatchObject({ severity: 'error' });
    expect(messagesOf(run)[0]).toContain("considering field 'spec/template'");
  });
});
