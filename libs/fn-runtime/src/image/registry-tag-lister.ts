import { type OperationContext } from '@porch/repository';
import { bearerChallenge, type BearerChallenge } from './bearer-challenge';
import { registryReference, registryUrl } from './registry-reference';
import { type TagLister } from './tag-resolution';

export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
}

export interface RegistryTagListerOptions {
  /** Whether a host (with its port, where it has one) may be asked; also that of a registry's token service. */
  readonly mayAsk: (host: string) => boolean;
  /** What to say to a registry's token service; anonymous without. */
  readonly credentials?: (host: string) => RegistryCredentials | undefined;
  /** How long a list counts; 5 minutes unless given. */
  readonly cacheMilliseconds?: number;
  /** Longest time for a list; 20 s unless given. */
  readonly timeLimitMilliseconds?: number;
}

const MAXIMUM_ANSWER_BYTES = 4 * 1024 * 1024;
const MAXIMUM_PAGES = 20;
const MAXIMUM_CACHED_LISTS = 1000;

/**
 * Lists an image's tags in its registry (Docker's registry API, version 2), anonymously or with credentials for the token
 * service. Lists, answers and time are bounded, lists are kept for a while, and redirections are not followed.
 *
 * @returns a lister that rejects with an Error that says what the registry did
 */
export function createRegistryTagLister(options: RegistryTagListerOptions): TagLister {
  const lists = new Map<string, { readonly tags: readonly string[]; readonly until: number }>();
  return {
    async list(image, context) {
      const known = lists.get(image);
      if (known && known.until > performance.now()) return known.tags;
      const tags = await new RegistryRequest(image, options, context).tags();
      if (lists.size >= MAXIMUM_CACHED_LISTS) lists.clear();
      lists.set(image, { tags, until: performance.now() + (options.cacheMilliseconds ?? 300_000) });
      return tags;
    },
  };
}

/** One list of tags, page by page, with the token that the registry asked for on the way. */
class RegistryRequest {
  private readonly signal: AbortSignal;
  private authorization: string | undefined;

  constructor(
    private readonly image: string,
    private readonly options: RegistryTagListerOptions,
    { signal }: OperationContext,
  ) {
    this.signal = AbortSignal.any([signal, AbortSignal.timeout(options.timeLimitMilliseconds ?? 20_000)]);
  }

  async tags(): Promise<string[]> {
    const reference = registryReference(this.image);
    if (!reference) throw new Error(`"${this.image}" is no name of an image`);
    const tags: string[] = [];
    let next: URL | undefined = registryUrl(reference);
    for (let page = 0; next !== undefined; page++) {
      if (page === MAXIMUM_PAGES) throw this.error(next, 'has more tags than are read');
      const answer = await this.get(next);
      tags.push(...tagsIn(await this.json(answer, next)));
      next = nextPage(answer, next);
    }
    return tags;
  }

  private async get(url: URL): Promise<Response> {
    const answer = await this.ask(url, this.authorization);
    const challenge = answer.status === 401 ? bearerChallenge(answer.headers.get('www-authenticate')) : undefined;
    if (!challenge || this.authorization !== undefined) return this.accepted(answer, url);
    await answer.body?.cancel();
    this.authorization = `Bearer ${await this.token(challenge, url)}`;
    return this.accepted(await this.ask(url, this.authorization), url);
  }

  private async token({ realm, service, scope }: BearerChallenge, registry: URL): Promise<string> {
    const url = URL.canParse(realm) ? new URL(realm) : undefined;
    if (!url || url.protocol !== registry.protocol) throw this.error(registry, 'names no token service to trust');
    if (service !== '') url.searchParams.set('service', service);
    if (scope !== '') url.searchParams.set('scope', scope);
    const credentials = this.options.credentials?.(registry.host);
    const basic = credentials && Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
    const answer = this.accepted(await this.ask(url, basic === undefined ? undefined : `Basic ${basic}`), url);
    const { token, access_token: accessToken } = Object(await this.json(answer, url)) as Record<string, unknown>;
    const text = token ?? accessToken;
    if (typeof text !== 'string' || text === '') throw this.error(url, 'answered without a token');
    return text;
  }

  private async ask(url: URL, authorization: string | undefined): Promise<Response> {
    if (!this.options.mayAsk(url.host)) throw this.error(url, 'may not be asked');
    const headers = { accept: 'application/json', ...(authorization === undefined ? {} : { authorization }) };
    try {
      return await fetch(url, { headers, redirect: 'manual', signal: this.signal });
    } catch (cause) {
      this.signal.throwIfAborted();
      const { cause: reason } = Object(cause) as { cause?: unknown };
      throw this.error(url, `cannot be reached: ${reason instanceof Error ? reason.message : String(cause)}`);
    }
  }

  private accepted(answer: Response, url: URL): Response {
    if (answer.status !== 200) throw this.error(url, `answered with status ${answer.status}`);
    return answer;
  }

  private async json(answer: Response, url: URL): Promise<unknown> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of answer.body ?? []) {
      size += (chunk as Uint8Array).length;
      if (size > MAXIMUM_ANSWER_BYTES) throw this.error(url, `answered with more than ${MAXIMUM_ANSWER_BYTES} bytes`);
      chunks.push(chunk as Uint8Array);
    }
    try {
      return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
    } catch {
      throw this.error(url, 'answered with no JSON');
    }
  }

  private error({ host }: URL, problem: string): Error {
    return new Error(`cannot list the tags of ${this.image}: ${host} ${problem}`);
  }
}

function tagsIn(list: unknown): string[] {
  const { tags } = Object(list) as { tags?: unknown };
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}

/** The page that a `Link` header names, where it is one of the same registry. */
function nextPage(answer: Response, url: URL): URL | undefined {
  const [, target] = /<([^>]*)>\s*;\s*rel="?next"?/i.exec(answer.headers.get('link') ?? '') ?? [];
  if (target === undefined || !URL.canParse(target, url.href)) return undefined;
  const next = new URL(target, url);
  return next.origin === url.origin ? next : undefined;
}
