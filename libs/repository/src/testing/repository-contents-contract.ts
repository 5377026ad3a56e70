import type * as jestGlobals from '@jest/globals';
import { fileText, type PackageResources, textFile } from '../package-resources';
import { RepositorySteps } from './repository-fixture';
import { samplePackage } from './sample-package';
import { type WithRepository } from './with-repository';

declare const describe: typeof jestGlobals.describe;
declare const it: typeof jestGlobals.it;
declare const expect: typeof jestGlobals.expect;

const HOSTILE_PATHS = [
  '../escape.yaml',
  'a/../../escape.yaml',
  '/etc/passwd',
  'a//b.yaml',
  './a.yaml',
  'a/.',
  '..',
  '',
  '.git/config',
  'a/.git/hooks/post-checkout',
  'a/.GIT/config',
  'a\\b.yaml',
  'CONFIG.yaml',
];

export function describeContentsContract(withRepository: WithRepository): void {
  const plus = (path: string, file = textFile('x: y\n')): PackageResources =>
    new Map([...samplePackage('app'), [path, file]]);

  describe('contents', () => {
    it(
      'keeps bytes, executable bits and symbolic links, across publication too',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
        const contents: PackageResources = new Map([
          ...samplePackage('app'),
          ['image.bin', { content: bytes, mode: 'regular' }],
          ['bin/run.sh', textFile('#!/bin/sh\n', 'executable')],
          ['link.yaml', textFile('config.yaml', 'symlink')],
          ['empty', textFile('')],
          ['ünïcode name.yaml', textFile('a: ä\r\n')],
        ]);
        const draft = await steps.create('app', 'v1', contents);
        const published = await steps.approve(await steps.propose(draft), 1);
        for (const revision of [published, (await steps.placeholder('app'))!]) {
          const stored = await revision.getResources(steps.context);
          expect([...stored.keys()].sort()).toEqual([...contents.keys()].sort());
          for (const [path, file] of contents) {
            expect(stored.get(path)?.mode).toBe(file.mode);
            expect(Buffer.from(stored.get(path)!.content)).toEqual(Buffer.from(file.content));
          }
          expect(fileText(stored.get('image.bin')!)).toBeUndefined();
        }
      }),
    );

    for (const path of HOSTILE_PATHS) {
      it(
        `refuses the path ${JSON.stringify(path)} and stores nothing`,
        withRepository(async ({ repository }) => {
          const steps = new RepositorySteps(repository);
          await expect(steps.create('app', 'v1', plus(path))).rejects.toMatchObject({ reason: 'Invalid' });
          expect(await steps.list()).toEqual([]);
        }),
      );
    }

    it(
      'refuses a package without a Kptfile at its root',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const bare: PackageResources = new Map([['sub/Kptfile', textFile('kind: Kptfile\n')]]);
        await expect(steps.create('app', 'v1', bare)).rejects.toMatchObject({ reason: 'Invalid' });
        expect(await steps.list()).toEqual([]);
      }),
    );

    it(
      'refuses a path that is a file and a directory at once',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        await expect(steps.create('app', 'v1', plus('config.yaml/inner.yaml'))).rejects.toMatchObject({
          reason: 'Invalid',
        });
      }),
    );

    it(
      'keeps a draft as it was when a push is refused',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const draft = await steps.create('app', 'v1');
        await expect(steps.push(draft, plus('../escape.yaml'))).rejects.toMatchObject({ reason: 'Invalid' });
        expect((await steps.find('app', 'v1'))?.contentVersion).toBe(draft.contentVersion);
      }),
    );

    it(
      'is not changed by what a caller does to the map it passed',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const contents = new Map(samplePackage('app'));
        const draft = await steps.create('app', 'v1', contents);
        contents.delete('config.yaml');
        expect(await steps.text(draft)).toContain('value: one');
      }),
    );
  });
}
