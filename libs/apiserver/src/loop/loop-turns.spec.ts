import { LoopTurns } from './loop-turns';

/** Blocks the event loop. */
function busyFor(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('LoopTurns', () => {
  it('starts work at once while a turn has time left', () => {
    const turns = new LoopTurns(60_000);
    const started: number[] = [];
    for (let piece = 0; piece < 3; piece += 1) turns.start(() => started.push(piece));
    expect(started).toEqual([0, 1, 2]);
  });

  it('gives others a turn between pieces of work that take their time, and starts every piece in order', async () => {
    const turns = new LoopTurns(1);
    const seen: string[] = [];
    for (let piece = 0; piece < 4; piece += 1) {
      turns.start(() => {
        seen.push(`piece ${piece}`);
        busyFor(2);
      });
    }
    expect(seen).toEqual(['piece 0']);
    while (!seen.includes('piece 3')) {
      await nextTurn();
      seen.push('others');
    }
    expect(seen.filter((entry) => entry !== 'others')).toEqual(['piece 0', 'piece 1', 'piece 2', 'piece 3']);
    for (let piece = 1; piece < 3; piece += 1) {
      const between = seen.slice(seen.indexOf(`piece ${piece}`) + 1, seen.indexOf(`piece ${piece + 1}`));
      expect(between).toContain('others');
    }
  });

  it('starts work at once again when everybody had a turn', async () => {
    const turns = new LoopTurns(1);
    turns.start(() => busyFor(2));
    const waiting = new Promise<void>((resolve) => turns.start(resolve));
    await waiting;
    await nextTurn();
    await nextTurn();
    let started = false;
    turns.start(() => (started = true));
    expect(started).toBe(true);
  });
});
