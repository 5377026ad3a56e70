import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { buildSync } from 'esbuild';
import { identifyObject } from '../objects/git-object';
import { gitWithInput } from '../testing/git-command';
import { DEFAULT_GIT_LIMITS } from './git-limits';
import { buildPack } from './pack-builder';
import { createPackIndexer } from './pack-index-thread';

const never = new AbortController().signal;

describe('a thread that indexes packs', () => {
  const directory = mkdtempSync(join(tmpdir(), 'porch-pack-thread-'));
  const workerFile = join(directory, 'pack-index-worker.js');
  const packPath = join(directory, 'large.pack');
  let expected: Buffer;

  beforeAll(() => {
    buildSync({
      entryPoints: [join(__dirname, 'pack-index-worker.ts')],
      outfile: workerFile,
      bundle: true,
      platform: 'node',
      logLevel: 'error',
    });
    // More than what is indexed without a thread, of what cannot be compressed.
    const objects = Array.from({ length: 600 }, () => identifyObject('blob', randomBytes(1000)));
    writeFileSync(packPath, buildPack(objects, { thin: false }));
    gitWithInput(directory, '', 'index-pack', '-o', join(directory, 'expected.idx'), packPath);
    expected = readFileSync(join(directory, 'expected.idx'));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it("makes git's index, byte for byte", async () => {
    expect(await createPackIndexer(workerFile)(packPath, DEFAULT_GIT_LIMITS, never)).toEqual(expected);
  });

  it('makes the index of several packs, more than there are threads', async () => {
    const index = createPackIndexer(workerFile);
    const made = await Promise.all(
      Array.from({ length: 9 }, () => index(packPath, DEFAULT_GIT_LIMITS, new AbortController().signal)),
    );
    expect(made.every((bytes) => bytes.equals(expected))).toBe(true);
  });

  it.each([
    ['is no script', () => writeFileSync(join(directory, 'broken.js'), 'this is no script')],
    ['says nothing', () => writeFileSync(join(directory, 'broken.js'), 'process.exit(0)')],
    ['is not there', () => rmSync(join(directory, 'broken.js'), { force: true })],
  ])('is done without when its script %s', async (_, make) => {
    make();
    const index = createPackIndexer(join(directory, 'broken.js'));
    expect(await index(packPath, DEFAULT_GIT_LIMITS, never)).toEqual(expected);
  });

  it('ends with whoever waits for it', async () => {
    writeFileSync(join(directory, 'endless.js'), 'for (;;);');
    const index = createPackIndexer(join(directory, 'endless.js'));
    // More of them than there are threads: some work, the others wait.
    const stops = Array.from({ length: 20 }, () => new AbortController());
    const pending = stops.map(({ signal }) => index(packPath, DEFAULT_GIT_LIMITS, signal));
    for (const stop of stops) stop.abort(new Error('enough'));
    for (const result of await Promise.allSettled(pending)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { message: 'enough' } });
    }
    await expect(index(packPath, DEFAULT_GIT_LIMITS, stops[0]!.signal)).rejects.toThrow('enough');
  });

  it('says what is wrong with a pack as it is said without a thread', async () => {
    const index = createPackIndexer(workerFile);
    await expect(index(packPath, { ...DEFAULT_GIT_LIMITS, maximumObjects: 10 }, never)).rejects.toMatchObject({
      name: 'LimitExceededError',
      limit: 'maximumObjects',
    });
    const torn = join(directory, 'torn.pack');
    writeFileSync(torn, readFileSync(packPath));
    truncateSync(torn, 500_000);
    await expect(index(torn, DEFAULT_GIT_LIMITS, never)).rejects.toMatchObject({ name: 'CorruptRepositoryError' });
  });
});

describe('what a pack says about itself', () => {
  it('is not believed when it cannot be true', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'porch-pack-lie-'));
    try {
      const pack = buildPack([identifyObject('blob', Buffer.from('x'))], { thin: false });
      pack.writeUInt32BE(19_000_000, 8);
      writeFileSync(join(directory, 'lie.pack'), pack);
      const before = process.memoryUsage().arrayBuffers;
      const index = createPackIndexer(join(directory, 'none.js'));
      await expect(index(join(directory, 'lie.pack'), DEFAULT_GIT_LIMITS, never)).rejects.toThrow(/more than fit/);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
