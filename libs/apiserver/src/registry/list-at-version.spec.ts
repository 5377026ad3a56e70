import fc from 'fast-check';
import { ChangeLog } from '../watch/change-log';
import { itemsBefore, objectsBefore } from './list-at-version';

interface Item {
  readonly namespace: string;
  readonly name: string;
  readonly colour: string;
}

const write = fc.record({
  namespace: fc.constantFrom('a', 'b'),
  name: fc.constantFrom('x', 'y', 'z'),
  colour: fc.constantFrom('red', 'blue', 'gone'),
});
const byName = (left: Item, right: Item) => (left.namespace + left.name < right.namespace + right.name ? -1 : 1);
const isRed = ({ colour }: Item) => colour === 'red';

/** The log of some writes, and the list of red items after each, by version. */
function history(writes: readonly Item[]) {
  const log = new ChangeLog<Item>('0', 1000);
  const items = new Map<string, Item>();
  const lists: Item[][] = [[]];
  for (const item of writes) {
    const key = item.namespace + item.name;
    const previous = items.get(key);
    if (item.colour !== 'gone') items.set(key, item);
    else items.delete(key);
    const resourceVersion = lists.length;
    if (item.colour === 'gone' && previous)
      log.append({ type: 'Deleted', snapshot: previous, previous, resourceVersion });
    else if (item.colour !== 'gone') {
      log.append({ type: previous ? 'Modified' : 'Added', snapshot: item, previous, resourceVersion });
    } else log.advanceTo(resourceVersion);
    lists.push([...items.values()].filter(isRed).sort(byName));
  }
  return { log, lists };
}

describe('a list at an earlier version', () => {
  it('is what it was, whatever was written since', () => {
    fc.assert(
      fc.property(fc.array(write, { maxLength: 20 }), fc.nat(), fc.nat(), (writes, early, late) => {
        const { log, lists } = history(writes);
        const version = early % lists.length;
        const listed = version + (late % (lists.length - version));
        const before = objectsBefore(log, String(version), String(listed), (item) => item);
        expect(itemsBefore(lists[listed] ?? [], before, (item) => item, isRed)).toEqual(lists[version]);
      }),
    );
  });

  it('is not made up when the changes since are no longer kept, or never came', () => {
    const log = new ChangeLog<Item>('5', 10);
    expect(() => objectsBefore(log, '4', '5', (item) => item)).toThrow('too old resource version: 4 (5)');
    expect(() => objectsBefore(log, '6', '5', (item) => item)).toThrow('Too large resource version: 6, current: 5');
  });
});
