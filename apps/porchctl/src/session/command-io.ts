/** Everything a command touches outside the server: given in one piece, so that tests give their own. */
export interface CommandIo {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the user wants it to stop. */
  readonly signal: AbortSignal;
  out(text: string): void;
  err(text: string): void;
  now(): Date;
}

/** All of standard input as text. */
export async function readAll(stdin: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
