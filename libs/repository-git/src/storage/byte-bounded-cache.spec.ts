import * as fc from 'fast-check';
import { ByteBoundedCache } from './byte-bounded-cache';

describe('a cache that is bounded in bytes', () => {
  it('keeps what is used again and lets go of what is not', () => {
    const cache = new ByteBoundedCache<number, string>(1000);
    cache.set(0, 'used', 10);
    for (let key = 1; key < 1000; key += 1) {
      cache.set(key, 'not used', 10);
      expect(cache.get(0)).toBe('used');
    }
    expect(cache.get(1)).toBeUndefined();
    expect(cache.get(999)).toBe('not used');
  });

  it('does not keep what would push out everything else', () => {
    const cache = new ByteBoundedCache<string, string>(1000);
    cache.set('large', 'value', 126);
    expect(cache.get('large')).toBeUndefined();
  });

  it('never holds more than its bytes, nor another value than the last', () => {
    const steps = fc.array(fc.record({ key: fc.nat(30), bytes: fc.integer({ min: 1, max: 12 }), read: fc.boolean() }));
    fc.assert(
      fc.property(steps, (all) => {
        const cache = new ByteBoundedCache<number, number>(100);
        const last = new Map<number, { value: number; bytes: number }>();
        all.forEach(({ key, bytes, read }, value) => {
          if (read) expect([undefined, last.get(key)?.value]).toContain(cache.get(key));
          else {
            cache.set(key, value, bytes);
            last.set(key, { value, bytes });
            expect(cache.get(key)).toBe(value);
          }
        });
        const held = [...last].filter(([key, { value }]) => cache.get(key) === value);
        expect(held.reduce((sum, [, { bytes }]) => sum + bytes, 0)).toBeLessThanOrEqual(100);
      }),
    );
  });
});
