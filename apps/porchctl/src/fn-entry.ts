/** Runs `porchctl fn ARGV…` as this process. */
export async function runFnProcess(argv: readonly string[]): Promise<void> {
  await Promise.resolve();
  process.stderr.write(`error: unknown command "fn ${argv[0] ?? ''}" for "porchctl"\n`);
  process.exitCode = 1;
}
