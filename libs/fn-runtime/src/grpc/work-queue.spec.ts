import { QueueFullError, WorkQueue } from './work-queue';

const never = new AbortController().signal;

/** Work that is under way until told otherwise. */
function makeWork() {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const start = (queue: WorkQueue, key: string, name: string, signal = never) =>
    queue.run(key, signal, () => {
      started.push(name);
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
    });
  return { started, start, end: (name: string) => ends.get(name)?.() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the work queue', () => {
  it('runs so many at once for each key and the others in order', async () => {
    const queue = new WorkQueue({ concurrencyPerKey: 2, maxWaiting: 10 });
    const { started, start, end } = makeWork();
    const calls = ['a', 'b', 'c', 'd'].map((name) => start(queue, 'f', name));
    calls.push(start(queue, 'g', 'other'));
    await turn();
    expect(started).toEqual(['a', 'b', 'other']);
    end('b');
    await turn();
    expect(started).toEqual(['a', 'b', 'other', 'c']);
    for (const name of ['a', 'c', 'other']) end(name);
    await turn();
    end('d');
    expect(await Promise.all(calls)).toEqual(['a', 'b', 'c', 'd', 'other']);
  });

  it('takes no more than may wait', async () => {
    const queue = new WorkQueue({ concurrencyPerKey: 1, maxWaiting: 1 });
    const { start, end } = makeWork();
    const [first, second] = [start(queue, 'f', 'a'), start(queue, 'f', 'b')];
    await expect(start(queue, 'f', 'c')).rejects.toThrow(QueueFullError);
    end('a');
    await first;
    await turn();
    end('b');
    expect(await second).toBe('b');
  });

  it('gives a place back when work fails, and one in the queue when its caller leaves', async () => {
    const queue = new WorkQueue({ concurrencyPerKey: 1, maxWaiting: 1 });
    const { started, start, end } = makeWork();
    await expect(queue.run('f', never, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    const first = start(queue, 'f', 'a');
    const stop = new AbortController();
    const left = start(queue, 'f', 'left', stop.signal);
    stop.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    const second = start(queue, 'f', 'b');
    end('a');
    await first;
    await turn();
    end('b');
    await second;
    expect(started).toEqual(['a', 'b']);
  });
});
