import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireWithCodeCache, storeCodeCache } from './code-cache';

interface Bundle {
  readonly directory: string;
  readonly double: (value: number) => number;
}

describe('a bundle with its compiled code', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'code-cache-'));
    file = join(folder, 'bundle.js');
    writeFileSync(join(folder, 'factor.js'), 'module.exports = 2;');
    writeFileSync(file, "exports.directory = __dirname;\nexports.double = (value) => value * require('./factor');\n");
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const store = () =>
    storeCodeCache(file, (exports) => {
      (exports as Bundle).double(1);
      return Promise.resolve();
    });
  const cacheFiles = () => readdirSync(folder).filter((name) => name.endsWith('.cache'));

  it('is loaded from that code, as a module of its directory', async () => {
    await store();
    expect(cacheFiles()).toHaveLength(1);
    const bundle = requireWithCodeCache(file) as Bundle;
    expect(bundle.directory).toBe(folder);
    expect(bundle.double(21)).toBe(42);
  });

  it('is loaded without it where there is none, and where it is of no use', async () => {
    expect((requireWithCodeCache(file) as Bundle).double(21)).toBe(42);
    await store();
    writeFileSync(join(folder, cacheFiles()[0]!), 'something else');
    expect((requireWithCodeCache(file) as Bundle).double(4)).toBe(8);
  });

  it('stores nothing when its use fails', async () => {
    await expect(storeCodeCache(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(cacheFiles()).toEqual([]);
  });
});
