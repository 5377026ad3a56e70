import { parseYaml } from '../document/parse-yaml';
import { printYaml } from '../document/print-yaml';
import { FieldDecisionRecorder } from './field-decision';
import { gitLock, gitUpstream, setGitLock, setGitUpstream } from './kptfile-upstream';
import { mergeKptfile } from './merge-kptfile';

const kptfile = (body: string, name = 'pkg') =>
  parseYaml(`apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: ${name}\n${body}`)[0]?.root;

function merged(local: string, original: string, updated: string, updateUpstream = false): string {
  const versions = { local: kptfile(local), original: kptfile(original, 'up'), updated: kptfile(updated, 'up') };
  return printYaml(mergeKptfile({ ...versions, updateUpstream })).replace(/^[^]*?name: pkg\n/, '');
}

const pipeline = (...functions: string[]) =>
  `pipeline:\n  mutators:\n${functions.map((each) => `  - ${each}\n`).join('')}`;
const upstream = (ref: string) => `upstream:\n  type: git\n  git:\n    repo: r\n    directory: /\n    ref: ${ref}\n`;

describe('mergeKptfile', () => {
  it('matches functions by image without tag where none has a name', () => {
    const result = merged(
      pipeline('image: a:v1 # pinned', 'image: mine:v1'),
      pipeline('image: a:v1'),
      pipeline('image: a:v2', 'exec: new'),
    );
    expect(result).toBe(pipeline('image: a:v2', 'image: mine:v1', 'exec: new'));
  });

  it('matches functions by name where all have one', () => {
    const fn = (name: string, tag: string) => `image: a:${tag}\n    name: ${name}`;
    const result = merged(
      pipeline(fn('one', 'v1'), fn('two', 'mine')),
      pipeline(fn('one', 'v1'), fn('two', 'v1')),
      pipeline(fn('one', 'v2'), fn('two', 'v1')),
    );
    expect(result).toBe(pipeline(fn('one', 'v2'), fn('two', 'mine')));
  });

  it('replaces the list where functions occur twice and have no names', () => {
    const twice = pipeline('image: a:v1', 'image: a:v1');
    expect(merged(pipeline('image: a:v1', 'image: a:v1', 'image: mine'), twice, pipeline('image: b'))).toBe(
      pipeline('image: b'),
    );
  });

  it('leaves an emptied section as an empty struct', () => {
    expect(merged(pipeline('image: a'), pipeline('image: a'), '')).toBe('pipeline: {}\n');
  });

  it('keeps name, upstream and upstreamLock unless asked to take upstream’s', () => {
    expect(merged(upstream('v1'), upstream('v1'), upstream('v2'))).toBe(upstream('v1'));
    expect(merged(upstream('v1'), upstream('v1'), upstream('v2'), true)).toBe(upstream('v2'));
  });

  it('keeps comments, and every text where nothing is to be done', () => {
    const text = `# about us\ninfo: # info\n  keywords: []\n  description:   "x" # why\n${pipeline('image: a # pinned')}`;
    expect(merged(text, '', '')).toBe(printYaml(kptfile(text) as never).replace(/^[^]*?name: pkg\n/, ''));
  });

  it('writes sections in kpt’s order', () => {
    expect(merged(pipeline('image: a'), '', 'info:\n  description: new\n')).toBe(
      `info:\n  description: new\n${pipeline('image: a')}`,
    );
  });

  it('reports functions as people know them', () => {
    const recorder = new FieldDecisionRecorder();
    mergeKptfile({
      local: kptfile(pipeline('image: a:v1')),
      original: kptfile(pipeline('image: a:v1')),
      updated: kptfile(pipeline('image: a:v2', 'image: b')),
      updateUpstream: false,
      recorder,
    });
    expect(recorder.decisions.map(({ path }) => path.join('.'))).toEqual([
      'pipeline.mutators.[a].image',
      'pipeline.mutators.[b].image',
    ]);
  });
});

describe('a Kptfile’s upstream', () => {
  it('is set in place, with the strategy and the comments kept', () => {
    const node = kptfile(
      'upstream:\n  type: git\n  git:\n    repo: r # ours\n    directory: /a\n    ref: v1\n  updateStrategy: copy-merge\n',
    );
    if (!node) throw new Error('no node');
    setGitUpstream(node, { repo: 'r', directory: '/a', ref: 'v2' });
    setGitLock(node, { repo: 'r', directory: '/a', ref: 'v2', commit: 'abc' });
    expect(gitUpstream(node)).toEqual({ repo: 'r', directory: '/a', ref: 'v2' });
    expect(gitLock(node)).toEqual({ repo: 'r', directory: '/a', ref: 'v2', commit: 'abc' });
    expect(printYaml(node)).toContain('repo: r # ours\n    directory: /a\n    ref: v2\n  updateStrategy: copy-merge\n');
  });
});
