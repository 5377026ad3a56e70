import { type IncomingMessage } from 'node:http';
import { type ObjectId } from '../objects/git-object';
import { type RefMap, type RefUpdate } from '../refs/ref-update';
import { type GitLimits } from '../storage/git-limits';
import { fetchRequest, listRefsRequest, uploadPackRequest } from './fetch-request';
import { AnswerLostError, type GitTransport, type PushReport, TransportError } from './git-transport';
import { type HttpClient } from './http-client';
import { packChunks } from './pack-stream';
import { type PktLine } from './pkt-line';
import { parsePushReport, pushRequest } from './push-request';
import { parseAdvertisement, parseListedRefs, type RefAdvertisement } from './ref-advertisement';
import { bodyChunks, BYTES_PER_REF, readPktLines } from './response-body';

const PROTOCOL_2 = { 'git-protocol': 'version=2' };

/**
 * git's smart HTTP protocol. Version 2 where the server speaks it, so that only the refs of interest are listed; what a
 * server is capable of is asked once.
 */
export class SmartHttpTransport implements GitTransport {
  #uploadPack: Promise<RefAdvertisement> | undefined;
  #receivePack: Promise<ReadonlySet<string>> | undefined;

  constructor(
    private readonly client: HttpClient,
    private readonly limits: GitLimits,
  ) {}

  async listRefs(prefixes: readonly string[], signal: AbortSignal): Promise<RefMap> {
    const known = this.#uploadPack !== undefined;
    const advertisement = await (this.#uploadPack ??= this.#remember(this.#advertisement('git-upload-pack', signal)));
    if (!advertisement.version2) {
      // The advertisement is the list itself: the one just made is fresh, an older one is not.
      const fresh = known ? await this.#advertisement('git-upload-pack', signal) : advertisement;
      return ofInterest(fresh.refs, prefixes);
    }
    const body = await this.#post('git-upload-pack', listRefsRequest(prefixes), PROTOCOL_2, true, signal);
    const lines = await this.#lines(body, this.limits.maximumRefs * BYTES_PER_REF, signal);
    // Prefixes are a hint that a server need not heed.
    return ofInterest(parseListedRefs(lines, this.client.name), prefixes);
  }

  async *fetchPack(
    wants: readonly ObjectId[],
    haves: readonly ObjectId[],
    signal: AbortSignal,
  ): AsyncGenerator<Buffer> {
    const { version2, capabilities } = await (this.#uploadPack ??= this.#remember(
      this.#advertisement('git-upload-pack', signal),
    ));
    const request = version2 ? fetchRequest(wants, haves) : uploadPackRequest(wants, haves, capabilities);
    const body = await this.#post('git-upload-pack', request, version2 ? PROTOCOL_2 : {}, true, signal);
    yield* packChunks(bodyChunks(body, this.client.name, signal), this.client.name);
  }

  async pushCapabilities(signal: AbortSignal): Promise<ReadonlySet<string>> {
    const pending = (this.#receivePack ??= this.#advertisement('git-receive-pack', signal).then(
      ({ capabilities }) => capabilities,
    ));
    pending.catch(() => (this.#receivePack = undefined));
    return pending;
  }

  async push(updates: readonly RefUpdate[], pack: Buffer, signal: AbortSignal): Promise<PushReport> {
    const capabilities = await this.pushCapabilities(signal);
    const request = pushRequest(updates, pack, capabilities.has('atomic'));
    const body = await this.#post('git-receive-pack', request, {}, false, signal);
    try {
      const lines = await this.#lines(body, 1024 * 1024 + updates.length * BYTES_PER_REF, signal);
      return parsePushReport(lines, this.client.name);
    } catch (error) {
      if (signal.aborted || error instanceof AnswerLostError) throw error;
      throw new AnswerLostError(`the answer of ${this.client.name} to a push was lost`, { cause: error });
    }
  }

  close(): void {
    this.client.close();
  }

  async #advertisement(service: string, signal: AbortSignal): Promise<RefAdvertisement> {
    const body = await this.client.exchange({
      method: 'GET',
      path: `/info/refs?service=${service}`,
      headers: service === 'git-upload-pack' ? PROTOCOL_2 : {},
      repeatable: true,
      signal,
    });
    if (body.headers['content-type'] !== `application/x-${service}-advertisement`) {
      body.destroy();
      throw new TransportError('protocol', `${this.client.name} does not answer as a git server does`);
    }
    const lines = await this.#lines(body, this.limits.maximumRefs * BYTES_PER_REF, signal);
    return parseAdvertisement(lines, this.client.name);
  }

  #lines(body: IncomingMessage, maximumBytes: number, signal: AbortSignal): Promise<PktLine[]> {
    return readPktLines(bodyChunks(body, this.client.name, signal), this.client.name, maximumBytes);
  }

  #remember(pending: Promise<RefAdvertisement>): Promise<RefAdvertisement> {
    pending.catch(() => (this.#uploadPack = undefined));
    return pending;
  }

  #post(service: string, body: Buffer, headers: Record<string, string>, repeatable: boolean, signal: AbortSignal) {
    return this.client.exchange({
      method: 'POST',
      path: `/${service}`,
      headers: {
        'content-type': `application/x-${service}-request`,
        accept: `application/x-${service}-result`,
        ...headers,
      },
      body,
      repeatable,
      signal,
    });
  }
}

function ofInterest(refs: RefMap, prefixes: readonly string[]): RefMap {
  return new Map([...refs].filter(([name]) => prefixes.some((prefix) => name.startsWith(prefix))));
}
