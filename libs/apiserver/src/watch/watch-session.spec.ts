import { type KubernetesObject } from '@porch/api';
import { systemClock } from '@porch/repository';
import { setImmediate as immediate } from 'node:timers/promises';
import { ObjectEncoder, type ObjectView } from '../encoding/object-encoder';
import { CONFIG_MAP_KIND } from '../kinds/config-map-kind';
import { ChangeLog } from './change-log';
import { WatchSession } from './watch-session';

const VIEW: ObjectView = { format: { as: 'Object' }, includeObject: 'Metadata' };
const configMap = (name: string, version: number): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, resourceVersion: String(version) },
});

function watching(
  log: ChangeLog<KubernetesObject>,
  options: { after?: number; room?: () => boolean; fails?: boolean } = {},
) {
  const lines: string[] = [];
  const ends: string[] = [];
  const session = new WatchSession<KubernetesObject>({
    log,
    encoder: new ObjectEncoder(CONFIG_MAP_KIND, { toObject: (object: KubernetesObject) => object }, systemClock),
    view: VIEW,
    matches: () => {
      if (options.fails) throw new Error('broken');
      return true;
    },
    toObject: (object) => object,
    after: options.after ?? log.newestVersion,
    sink: {
      write: (bytes) => {
        for (const line of bytes.toString().trim().split('\n')) {
          const { type, object } = JSON.parse(line) as { type: string; object: KubernetesObject & { code?: number } };
          lines.push(`${type} ${object.metadata.name ?? object.code ?? ''}`.trim());
        }
        return options.room?.() ?? true;
      },
      end: () => ends.push('end'),
      abort: () => ends.push('abort'),
    },
  });
  session.start();
  return { session, lines, ends };
}

const add = (log: ChangeLog<KubernetesObject>, name: string, version: number) =>
  log.append({ type: 'Added', snapshot: configMap(name, version), previous: undefined, resourceVersion: version });

describe('a watch session', () => {
  it('sends a burst of changes together, in order', async () => {
    const log = new ChangeLog<KubernetesObject>('10', 100);
    const { lines } = watching(log);
    for (let version = 11; version < 20; version += 1) add(log, `c${version}`, version);
    expect(lines).toEqual([]);
    await immediate();
    expect(lines).toEqual(Array.from({ length: 9 }, (_, index) => `ADDED c${11 + index}`));
  });

  it('misses none of two changes that come in the wrong order', async () => {
    const log = new ChangeLog<KubernetesObject>('10', 100);
    const { lines } = watching(log);
    add(log, 'later', 12);
    add(log, 'earlier', 11);
    await immediate();
    expect(lines).toEqual(['ADDED later', 'ADDED earlier']);
  });

  it('waits while its client does not read, and goes on after', async () => {
    const log = new ChangeLog<KubernetesObject>('10', 100);
    let room = false;
    const { session, lines } = watching(log, { room: () => room });
    add(log, 'a', 11);
    await immediate();
    add(log, 'b', 12);
    await immediate();
    expect(lines).toEqual(['ADDED a']);
    room = true;
    session.drained();
    expect(lines).toEqual(['ADDED a', 'ADDED b']);
  });

  it('is cut off when the log has moved on without it, and others go on', async () => {
    const log = new ChangeLog<KubernetesObject>('10', 4);
    const stalled = watching(log, { room: () => false });
    const other = watching(log);
    for (let version = 11; version < 40; version += 1) {
      add(log, `c${version}`, version);
      await immediate();
    }
    expect(stalled.ends).toEqual(['abort']);
    expect(other).toMatchObject({ ends: [] });
    expect(other.lines).toHaveLength(29);
  });

  it('ends alone when something goes wrong with it', async () => {
    const log = new ChangeLog<KubernetesObject>('10', 100);
    const broken = watching(log, { fails: true });
    const other = watching(log);
    add(log, 'a', 11);
    await immediate();
    expect(broken).toMatchObject({ lines: ['ERROR 500'], ends: ['end'] });
    expect(other).toMatchObject({ lines: ['ADDED a'], ends: [] });
  });

  it('tells clients to start anew when changes may have been missed', async () => {
    const log = new ChangeLog<KubernetesObject>('10', 100);
    const { lines, ends } = watching(log);
    log.resetTo(50);
    await immediate();
    expect(lines).toEqual(['ERROR 410']);
    expect(ends).toEqual(['end']);
  });
});
