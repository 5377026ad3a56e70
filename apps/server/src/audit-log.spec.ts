import { type AuditEntry } from '@porch/apiserver';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import pino from 'pino';
import { createAuditLog } from './audit-log';

const entry = (name: string): AuditEntry => ({
  time: '2026-01-02T03:04:05Z',
  requestId: `id-of-${name}`,
  user: 'alice',
  groups: [],
  verb: 'create',
  resource: 'secrets',
  name,
  dryRun: false,
  code: 201,
});

describe('the audit log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'porch-audit-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const lines: { readonly msg: string; readonly [field: string]: unknown }[] = [];
  let onLine = (): void => undefined;
  const logger = (level: string) => {
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(JSON.parse(chunk.toString('utf8')) as (typeof lines)[number]);
        onLine();
        done();
      },
    });
    return pino({ level, base: null }, sink);
  };
  const messages = (text: string) => lines.filter(({ msg }) => msg.includes(text));
  const until = (found: () => boolean) =>
    new Promise<void>((resolve) => {
      onLine = () => {
        if (found()) resolve();
      };
      onLine();
    });
  beforeEach(() => lines.splice(0));

  it('is a file that only its owner reads, with one line each, added to what is there', async () => {
    const path = join(folder, 'audit.log');
    for (const name of ['one', 'two']) {
      const log = createAuditLog(path, logger('info'));
      log.audit(entry(name));
      await log.close();
    }
    const written = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(written.map((line) => JSON.parse(line) as AuditEntry)).toEqual([entry('one'), entry('two')]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is among the logs unless told otherwise, with the request in every line', () => {
    createAuditLog(undefined, logger('info')).audit(entry('one'));
    createAuditLog(undefined, logger('warn')).audit(entry('two'));
    expect(messages('audit')).toMatchObject([{ requestId: 'id-of-one', audit: entry('one') }]);
  });

  it('is among the logs at any log level when asked for by -', () => {
    createAuditLog('-', logger('silent')).audit(entry('one'));
    expect(messages('audit')).toMatchObject([{ audit: entry('one') }]);
  });

  it('is no pipe, which would have to be waited for', () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    expect(() => createAuditLog(path, logger('info'))).toThrow('is a pipe');
  });

  it('keeps a server from starting that could not write it', () => {
    expect(() => createAuditLog(join(folder, 'missing/audit.log'), logger('info'))).toThrow(
      /cannot be written to \(ENOENT\)/,
    );
  });

  const full = statSync('/dev/full', { throwIfNoEntry: false }) ? it : it.skip;
  full('says of each line that the disk has no room for it [needs /dev/full]', async () => {
    const log = createAuditLog('/dev/full', logger('error'));
    log.audit(entry('one'));
    await until(() => messages('cannot be written').length === 1);
    log.audit(entry('two'));
    await until(() => messages('cannot be written').length >= 2);
    await log.close();
  });
});
