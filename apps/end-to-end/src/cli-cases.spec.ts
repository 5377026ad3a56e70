import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeNeeding, program } from './support/describe-needing';
import { startGitServer, type GitServer } from './support/git-server';
import { conformance, porchctlBundle, workspaceRoot } from './support/paths';
import { PorchServer } from './support/porch-server';
import { runProgram } from './support/run-program';

const cases = join(conformance, 'cli-cases');

describeNeeding([program('kubectl')], "upstream's command-line cases", () => {
  let server: PorchServer;
  let git: GitServer;

  beforeAll(async () => {
    [server, git] = await Promise.all([PorchServer.start(), startGitServer()]);
  });
  afterAll(() => Promise.all([server.remove(), git.remove()]));

  it.each(readdirSync(cases))('%s', async (name) => {
    const { status, stdout, stderr } = await runProgram(
      process.execPath,
      [
        join(conformance, 'run-cli-cases.mjs'),
        ...['--cases', cases, '--git-url', git.url, '--only', name],
        ...['--porchctl', `${process.execPath} ${porchctlBundle}`],
      ],
      { cwd: workspaceRoot, env: server.environment },
    );
    expect(`${stdout}${stderr}`).toContain('1 passed, 0 failed');
    expect(status).toBe(0);
  });
});
