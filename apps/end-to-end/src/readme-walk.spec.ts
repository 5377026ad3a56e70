import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from './support/paths';
import { PorchServer } from './support/porch-server';
import { runProgram } from './support/run-program';

const readme = readFileSync(join(workspaceRoot, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```sh walk\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');

describe('the README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'porch-walk-'));
  let server: PorchServer;

  beforeAll(async () => {
    server = await PorchServer.start({ dataDirectory: join(folder, '.porch') });
    symlinkSync(join(workspaceRoot, 'dist'), join(folder, 'dist'));
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has a line for every page of the documentation', () => {
    const pages = readdirSync(join(workspaceRoot, 'docs'), { withFileTypes: true });
    for (const page of pages) {
      expect(readme).toContain(`(docs/${page.name}${page.isDirectory() ? '/' : ')'}`);
    }
    for (const [, link = ''] of readme.matchAll(/\]\(((?!https?:)[^)]+)\)/g)) {
      expect([link, existsSync(join(workspaceRoot, link))]).toEqual([link, true]);
    }
  });

  it('has one walk of ten commands', () => {
    expect(blocks).toHaveLength(1);
    expect((blocks[0] ?? '').trim().split('\n')).toHaveLength(10);
  });

  it('walks as it says', async () => {
    const { status, stdout, stderr } = await runProgram('sh', ['-e'], { cwd: folder, input: blocks[0] ?? '' });
    expect({ status, stderr: stderr.replace(/^\s*\[(RUNNING|PASS|Results|info)\].*$/gm, '').trim() }).toEqual({
      status: 0,
      stderr: '',
    });
    expect(stdout).toContain('playground.hello.first approved');
    expect(stdout).toMatch(/^playground\.hello\.first\s+hello\s+first\s+1\s+true\s+Published\s+playground$/m);
    expect(stdout).toMatch(
      /^playground\.hello-team-a\.first\s+hello-team-a\s+first\s+0\s+false\s+Draft\s+playground$/m,
    );
  });

  it('leaves what it says in git', async () => {
    expect(await server.git('show', 'hello/v1:hello/greeting.yaml')).toBe(
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: greeting # kept\n  namespace: greetings\ndata:\n  text: hello\n',
    );
    expect(await server.git('tag')).toBe('hello/v1\n');
    await server.git('fsck', '--strict');
  });
});
