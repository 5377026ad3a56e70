import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { PACKAGE_REVS } from '@porch/api';
import { type Engine } from '@porch/engine';
import { type Clock, type ObjectStore, type RepositoryCache, systemClock } from '@porch/repository';
import { type ControlledKind, type ControllerLog } from './controlled-kind';
import { DEFAULT_EVENT_TTL_MILLISECONDS, EventExpiry } from './event-expiry';
import { FunctionConfigController, type FunctionConfigTarget } from './function-config-controller';
import { GarbageCollector } from './garbage-collector';
import { DEFAULT_LEASE_MILLISECONDS, Leadership } from './leadership';
import { NamespaceController } from './namespace-controller';
import { ObjectFollower } from './object-follower';
import { PackageVariantNotice } from './package-variant-notice';
import { RepositoryController } from './repository-controller';

export interface ControllersOptions {
  readonly store: ObjectStore;
  readonly cache: RepositoryCache;
  /** Deletes package revisions that the garbage collector finds. */
  readonly engine: Pick<Engine, 'deletePackageRevision'>;
  /** The kinds that are stored. */
  readonly kinds: readonly ControlledKind[];
  /** Follows FunctionConfig objects; they are only stored where there is none. */
  readonly functionConfigs?: FunctionConfigTarget;
  /** How long Events stay after they were last written: an hour unless told, for ever if 0. */
  readonly eventTtlMilliseconds?: number;
  readonly clock?: Clock;
  readonly log?: ControllerLog;
  /** Names this server among those on the same store. A random one unless told. */
  readonly serverName?: string;
  /** How long after a leader's death another server leads; 15,000 unless told. */
  readonly leaseMilliseconds?: number;
}

export interface Controllers {
  /** Resolves when everything that is stored has been looked at; repositories open in the background. */
  start(): Promise<void>;
  /** Finishes what is under way and lets another server lead. The cache and the store stay open. */
  stop(): Promise<void>;
}

/**
 * The loops that make the world what stored objects ask for: repositories (on every server), and on one server at a
 * time the emptying of namespaces, the garbage collection of owned objects and the end of old Events.
 */
export function createControllers(options: ControllersOptions): Controllers {
  const { store, cache, engine, kinds, clock = systemClock, serverName = randomUUID() } = options;
  const log = options.log ?? { warn: () => undefined };
  const stopping = new AbortController();
  const { signal } = stopping;
  // Every repository that is being opened listens to it; that is no leak.
  setMaxListeners(0, signal);
  const leadership = new Leadership({
    store,
    clock,
    serverName,
    leaseMilliseconds: options.leaseMilliseconds ?? DEFAULT_LEASE_MILLISECONDS,
    signal,
    onGained: () => {
      namespaces.resume();
      garbage.resume();
      configs?.resume();
      events?.resume();
    },
  });
  const leads = () => leadership.leads;
  const shared = { store, cache, engine, kinds, clock, log, signal, leads };
  const namespaces = new NamespaceController(shared);
  const garbage = new GarbageCollector(shared);
  const { functionConfigs } = options;
  const configs = functionConfigs && new FunctionConfigController({ ...shared, functionConfigs });
  const { eventTtlMilliseconds = DEFAULT_EVENT_TTL_MILLISECONDS } = options;
  const events = eventTtlMilliseconds > 0 ? new EventExpiry({ ...shared, eventTtlMilliseconds }) : undefined;
  const handlers = [
    new RepositoryController(shared),
    namespaces,
    garbage,
    new PackageVariantNotice(shared),
    ...(configs ? [configs] : []),
    ...(events ? [events] : []),
  ];
  const resources = kinds.map(({ resource }) => resource).filter((resource) => resource !== PACKAGE_REVS);
  const follower = new ObjectFollower(store, resources, handlers, clock, signal, log);
  return {
    async start() {
      await follower.start();
      await leadership.start();
    },
    async stop() {
      stopping.abort(new Error('the controllers are being stopped'));
      await Promise.all(handlers.map((handler) => handler.stop()));
      await leadership.resign();
    },
  };
}
