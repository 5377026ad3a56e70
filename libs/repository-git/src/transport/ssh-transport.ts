import { type ChildProcess, spawn } from 'node:child_process';
import { type Readable, type Writable } from 'node:stream';
import { type Credential } from '@porch/repository';
import { LimitExceededError } from '../objects/git-errors';
import { type ObjectId } from '../objects/git-object';
import { type RefMap, type RefUpdate } from '../refs/ref-update';
import { type GitLimits } from '../storage/git-limits';
import { assertHostAllowed, lookupAllowedAddress } from './http-agent';
import { type UrlPolicy } from './address-policy';
import { uploadPackRequest } from './fetch-request';
import { AnswerLostError, type GitTransport, type PushReport, TransportError } from './git-transport';
import { packChunks } from './pack-stream';
import { FLUSH_PKT, type PktLine, PktLineDecoder } from './pkt-line';
import { parsePushReport, pushRequest } from './push-request';
import { parseAdvertisement, type RefAdvertisement } from './ref-advertisement';
import { type RepositoryUrl } from './repository-url';
import { bodyChunks, BYTES_PER_REF, readPktLines } from './response-body';
import { SshFiles } from './ssh-files';

type SshUrl = Extract<RepositoryUrl, { kind: 'ssh' }>;

export interface SshSettings {
  readonly command: string;
  readonly limits: GitLimits;
  readonly policy: UrlPolicy;
  readonly credential: (signal: AbortSignal) => Promise<Credential | undefined>;
}

/** One conversation with a git service at the other end of an ssh connection. */
interface Session {
  readonly advertisement: RefAdvertisement;
  readonly input: Writable;
  /** What follows the advertisement. */
  readonly output: AsyncIterable<Buffer>;
  end(): Promise<void>;
}

/**
 * git over the system's ssh, with a deploy key. Host keys are checked strictly against the known hosts that come with
 * the key; nothing of the user's own ssh configuration or agent is used.
 */
export class SshTransport implements GitTransport {
  readonly #name: string;
  /** Of pushes; asking takes a connection of its own, so it is done once. */
  #capabilities: ReadonlySet<string> | undefined;

  constructor(
    private readonly url: SshUrl,
    private readonly settings: SshSettings,
  ) {
    this.#name = `ssh://${url.host}/${url.path.replace(/^\//, '')}`;
  }

  async listRefs(prefixes: readonly string[], signal: AbortSignal): Promise<RefMap> {
    const session = await this.#open('git-upload-pack', signal);
    session.input.end(FLUSH_PKT);
    await session.end();
    const { refs } = session.advertisement;
    return new Map([...refs].filter(([name]) => prefixes.some((prefix) => name.startsWith(prefix))));
  }

  async *fetchPack(
    wants: readonly ObjectId[],
    haves: readonly ObjectId[],
    signal: AbortSignal,
  ): AsyncGenerator<Buffer> {
    const session = await this.#open('git-upload-pack', signal);
    try {
      session.input.end(uploadPackRequest(wants, haves, session.advertisement.capabilities));
      yield* packChunks(session.output, this.#name);
    } finally {
      await session.end();
    }
  }

  async pushCapabilities(signal: AbortSignal): Promise<ReadonlySet<string>> {
    if (this.#capabilities) return this.#capabilities;
    const session = await this.#open('git-receive-pack', signal);
    session.input.end(FLUSH_PKT);
    await session.end();
    return (this.#capabilities = session.advertisement.capabilities);
  }

  async push(updates: readonly RefUpdate[], pack: Buffer, signal: AbortSignal): Promise<PushReport> {
    const session = await this.#open('git-receive-pack', signal);
    this.#capabilities = session.advertisement.capabilities;
    session.input.end(pushRequest(updates, pack, session.advertisement.capabilities.has('atomic')));
    try {
      const maximumBytes = 1024 * 1024 + updates.length * BYTES_PER_REF;
      return parsePushReport(await readPktLines(session.output, this.#name, maximumBytes), this.#name);
    } catch (error) {
      if (signal.aborted || error instanceof AnswerLostError) throw error;
      throw new AnswerLostError(`the answer of ${this.#name} to a push was lost`, { cause: error });
    } finally {
      await session.end();
    }
  }

  close(): void {
    // Every conversation ends with its operation.
  }

  async #open(service: string, signal: AbortSignal): Promise<Session> {
    const { host, path } = this.url;
    const files = await this.#writeFiles(signal);
    try {
      const quoted = `'${path.replaceAll("'", "'\\''")}'`;
      const child = spawn(this.settings.command, ['-F', files.configuration, '--', host, `${service} ${quoted}`], {
        stdio: ['pipe', 'pipe', 'pipe'],
        signal,
      });
      return await this.#converse(child, signal);
    } finally {
      // Whoever is answered has logged in and needs them no more.
      await files.remove();
    }
  }

  async #writeFiles(signal: AbortSignal): Promise<SshFiles> {
    const { host, port, user } = this.url;
    const { policy, limits } = this.settings;
    const credential = await this.settings.credential(signal);
    if (credential === undefined) {
      throw new TransportError('authentication', `${this.#name} needs a Secret of type kubernetes.io/ssh-auth`);
    }
    if (credential.type !== 'ssh') {
      throw new TransportError('authentication', `the Secret for ${this.#name} holds no ssh key`);
    }
    assertHostAllowed(new URL(`ssh://${host.includes(':') ? `[${host}]` : host}`), policy);
    return SshFiles.write({
      address: await lookupAllowedAddress(host, policy),
      host,
      port,
      user,
      privateKey: credential.privateKey,
      knownHosts: credential.knownHosts,
      connectTimeoutSeconds: Math.ceil(limits.idleTimeoutMilliseconds / 1000),
    });
  }

  async #converse(
    child: ChildProcess & { stdin: Writable; stdout: Readable; stderr: Readable },
    signal: AbortSignal,
  ): Promise<Session> {
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-2000)));
    child.stdin.on('error', () => undefined); // told by the exit
    const failure = (cause?: unknown) => this.#failure(errors, cause);
    const exited = new Promise<void>((resolve) => {
      child.once('error', () => resolve());
      child.once('close', () => resolve());
    });
    const end = async () => {
      child.stdin.end();
      child.stdout.resume();
      await exited;
    };
    const output = bodyChunks(child.stdout, this.#name, signal);
    try {
      return { advertisement: await this.#readAdvertisement(output), input: child.stdin, output, end };
    } catch (error) {
      child.kill();
      // Nobody reads what is still on its way, and the process counts as ended only when all of it was read.
      child.stdout.destroy();
      await exited;
      throw signal.aborted || errors === '' ? error : failure(error);
    }
  }

  async #readAdvertisement(output: AsyncGenerator<Buffer>): Promise<RefAdvertisement> {
    const decoder = new PktLineDecoder();
    const lines: PktLine[] = [];
    let size = 0;
    for (let next = await output.next(); !next.done; next = await output.next()) {
      size += next.value.length;
      if (size > this.settings.limits.maximumRefs * BYTES_PER_REF) {
        throw new LimitExceededError('maximumRefs', `${this.#name} sends more refs than is allowed`);
      }
      const decoded = decoder.push(next.value);
      const flush = decoded.indexOf('flush');
      lines.push(...(flush < 0 ? decoded : decoded.slice(0, flush)));
      // A server says nothing after its flush until it is asked.
      if (flush >= 0) return parseAdvertisement(lines, this.#name);
    }
    throw new TransportError('unreachable', `${this.#name} closed the connection`);
  }

  #failure(errors: string, cause: unknown): TransportError {
    const text = errors.trim();
    const kind = /permission denied|host key verification failed/i.test(text) ? 'authentication' : 'unreachable';
    return new TransportError(kind, `${this.#name} cannot be reached over ssh: ${text}`, { cause });
  }
}
