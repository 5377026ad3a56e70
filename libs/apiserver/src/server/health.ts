import { type ApiAnswer, textAnswer } from '../http/api-answer';

/** One named check; it rejects or throws when something is wrong. */
export interface HealthCheck {
  readonly name: string;
  /** Liveness fails only for what a restart would heal. */
  readonly kind: 'live' | 'ready';
  check(signal: AbortSignal): Promise<void> | void;
}

const ENDPOINTS: ReadonlySet<string> = new Set(['healthz', 'livez', 'readyz']);
const CHECK_TIMEOUT = 5000;

/** Whether a path is one of the open health endpoints. */
export function isHealthPath(segments: readonly string[]): boolean {
  return segments.length === 1 && ENDPOINTS.has(segments[0] ?? '');
}

/** Answers `/healthz`, `/livez` and `/readyz` as Kubernetes does; `?verbose` names the checks, never the cause. */
export async function answerHealth(
  endpoint: string,
  query: URLSearchParams,
  checks: readonly HealthCheck[],
): Promise<ApiAnswer> {
  const excluded = new Set(query.getAll('exclude'));
  const wanted = checks.filter(({ name, kind }) => (endpoint !== 'livez' || kind === 'live') && !excluded.has(name));
  const results = await Promise.all(wanted.map(async (check) => ({ name: check.name, passed: await passes(check) })));
  const passed = results.every((result) => result.passed);
  if (passed && !query.has('verbose')) return textAnswer('ok');
  const lines = [
    '[+]ping ok',
    ...results.map(
      (result) => `${result.passed ? '[+]' : '[-]'}${result.name} ${result.passed ? 'ok' : 'failed: reason withheld'}`,
    ),
  ];
  return textAnswer(`${lines.join('\n')}\n${endpoint} check ${passed ? 'passed' : 'failed'}\n`, passed ? 200 : 500);
}

async function passes(check: HealthCheck): Promise<boolean> {
  const signal = AbortSignal.timeout(CHECK_TIMEOUT);
  const late = new Promise<false>((resolve) => signal.addEventListener('abort', () => resolve(false), { once: true }));
  const done = (async () => {
    await check.check(signal);
    return true;
  })();
  return Promise.race([done, late]).catch(() => false);
}
