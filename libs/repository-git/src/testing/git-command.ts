import { execFileSync } from 'node:child_process';

/** Runs the real git, for tests to check against and to play outsiders with. */
export function git(directory: string, ...args: string[]): string {
  return execFileSync('git', ['-C', directory, ...args], {
    env: GIT_ENVIRONMENT,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  }).trim();
}

export function gitWithInput(directory: string, input: string | Buffer, ...args: string[]): string {
  return execFileSync('git', ['-C', directory, ...args], { env: GIT_ENVIRONMENT, encoding: 'utf8', input }).trim();
}

export const GIT_ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'outsider',
  GIT_AUTHOR_EMAIL: 'outsider@example.com',
  GIT_COMMITTER_NAME: 'outsider',
  GIT_COMMITTER_EMAIL: 'outsider@example.com',
};
