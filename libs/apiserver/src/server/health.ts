import { type ApiAnswer, textAnswer } from '../http/api-answer';

/** One named check; it rejects or throws when something is wrong. */
export interface HealthCheck {
  readonly name: string;
  /** Liveness fails only for what a restart would heal. */
  readonly kind: 'live' | 'ready';
  /** The signal says when nobody waits for the answer any more. */
  check(signal: AbortSignal): Promise<void> | void;
}

const ENDPOINTS: ReadonlySet<string> = new Set(['healthz', 'livez', 'readyz']);
const CHECK_TIMEOUT_MILLISECONDS = 5000;

/** That there is an answer at all. */
const PING: HealthCheck = { name: 'ping', kind: 'live', check: () => undefined };

/** Whether a path is one of the health endpoints, or with `deeper` one of a single check below them. */
export function isHealthPath(segments: readonly string[], deeper = false): boolean {
  return segments.length === (deeper ? 2 : 1) && ENDPOINTS.has(segments[0] ?? '');
}

/**
 * Answers `/healthz`, `/livez` and `/readyz` and single checks below them as kube-apiserver does; no answer ever says
 * the cause. However many ask at once, and however long it takes, a check runs once at a time.
 */
export class HealthChecks {
  readonly #checks: readonly HealthCheck[];
  readonly #running = new Map<HealthCheck, Promise<void>>();

  constructor(
    checks: readonly HealthCheck[],
    private readonly onFailure: (check: string, error: unknown) => void,
    private readonly timeoutMilliseconds = CHECK_TIMEOUT_MILLISECONDS,
  ) {
    this.#checks = [PING, ...checks];
  }

  /** Every endpoint and every check below it. */
  get paths(): readonly string[] {
    return [...ENDPOINTS].flatMap((endpoint) => [
      `/${endpoint}`,
      ...this.#of(endpoint).map(({ name }) => `/${endpoint}/${name}`),
    ]);
  }

  /** `verbose` names the checks, as a failure does; `exclude` leaves some out. */
  async answer(endpoint: string, query: URLSearchParams): Promise<ApiAnswer> {
    const excluded = new Set(query.getAll('exclude').filter((name) => name !== ''));
    const checks = this.#of(endpoint);
    const results = await Promise.all(
      checks.map(async (check) => excluded.has(check.name) || (await this.#passes(check))),
    );
    const lines = checks.map(({ name }, index) => {
      if (excluded.has(name)) return `[+]${name} excluded: ok`;
      return results[index] ? `[+]${name} ok` : `[-]${name} failed: reason withheld`;
    });
    const unknown = [...excluded].filter((name) => !checks.some((check) => check.name === name));
    if (unknown.length > 0) {
      const names = unknown.map((name) => JSON.stringify(name)).join(', ');
      lines.push(`warn: some health checks cannot be excluded: no matches for ${names}`);
    }
    const passed = results.every(Boolean);
    if (passed && !query.has('verbose')) return textAnswer('ok');
    return textAnswer(`${lines.join('\n')}\n${endpoint} check ${passed ? 'passed' : 'failed'}\n`, passed ? 200 : 500);
  }

  /** Undefined for a check that is none of the endpoint's. */
  async answerOne(endpoint: string, name: string): Promise<ApiAnswer | undefined> {
    const check = this.#of(endpoint).find((candidate) => candidate.name === name);
    if (!check) return undefined;
    return (await this.#passes(check)) ? textAnswer('ok') : textAnswer('internal server error: reason withheld\n', 500);
  }

  #of(endpoint: string): readonly HealthCheck[] {
    return this.#checks.filter(({ kind }) => endpoint !== 'livez' || kind === 'live');
  }

  async #passes(check: HealthCheck): Promise<boolean> {
    const patience = new AbortController();
    const late = new Promise<never>((_resolve, reject) => {
      const give = () => reject(new Error(`no answer within ${this.timeoutMilliseconds} ms`));
      const timer = setTimeout(give, this.timeoutMilliseconds);
      patience.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    });
    try {
      await Promise.race([this.#run(check), late]);
      return true;
    } catch (error) {
      this.onFailure(check.name, error);
      return false;
    } finally {
      patience.abort();
    }
  }

  #run(check: HealthCheck): Promise<void> {
    const running = this.#running.get(check);
    if (running) return running;
    const started = (async () => check.check(AbortSignal.timeout(this.timeoutMilliseconds)))();
    this.#running.set(check, started);
    const forget = () => void this.#running.delete(check);
    started.then(forget, forget);
    return started;
  }
}
