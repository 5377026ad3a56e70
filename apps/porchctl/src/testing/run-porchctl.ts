import { Readable } from 'node:stream';
import { createScriptedServer, type Script, type ScriptedServer } from '@porch/client/testing';
import { run } from '../run';

export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  stdin?: string;
  env?: Record<string, string>;
  stderrIsTerminal?: boolean;
  stdoutIsTerminal?: boolean;
  signal?: AbortSignal;
  now?: Date;
  onOut?: (text: string) => void;
}

/** Runs one command line in this process and catches what it prints. */
export async function runPorchctl(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  let stdout = '';
  let stderr = '';
  const code = await run(argv, {
    stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
    stdinIsTerminal: false,
    stdoutIsTerminal: options.stdoutIsTerminal ?? false,
    stderrIsTerminal: options.stderrIsTerminal ?? false,
    env: options.env ?? {},
    signal: options.signal ?? new AbortController().signal,
    out: (text) => {
      stdout += text;
      options.onOut?.(text);
    },
    err: (text) => {
      stderr += text;
    },
    now: () => options.now ?? new Date(),
  });
  return { code, stdout, stderr };
}

/** A scripted API server and a way to run commands against it in namespace `ns`. */
export interface Bench {
  server: ScriptedServer;
  porchctl: (argv: readonly string[], options?: RunOptions) => Promise<RunResult>;
}

/** Makes benches and takes them down after each test. */
export function benches(): (script: Script) => Promise<Bench> {
  const open: ScriptedServer[] = [];
  afterEach(async () => {
    for (const server of open.splice(0)) await server.close();
  });
  return async (script) => {
    const server = await createScriptedServer(script);
    open.push(server);
    return {
      server,
      porchctl: (argv, options) => runPorchctl([...argv, `--server=${server.url}`, '--namespace=ns'], options),
    };
  };
}
