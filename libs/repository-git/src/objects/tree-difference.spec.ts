import fc from 'fast-check';
import { commonEnd, commonStart } from './common-bytes';
import { DIRECTORY_MODE, formatTree, REGULAR_MODE, type TreeEntry } from './tree';
import { treeDifference } from './tree-difference';

/** Ids of two letters only, so that trees share a lot, also where nothing belongs together. */
const id = fc.constantFrom('61', '00', '34').chain((byte) => fc.constantFrom(byte.repeat(20), '61'.repeat(20)));
const mode = fc.constantFrom(REGULAR_MODE, DIRECTORY_MODE);
const name = fc.constantFrom('a', 'aa', 'b', '40000 a', 'a 40000 a', 'x'.repeat(30));
const tree = fc.uniqueArray(fc.record({ mode, name, id }), { selector: (entry) => entry.name });

const naive = (before: readonly TreeEntry[], after: readonly TreeEntry[]) => {
  const text = (entry: TreeEntry | undefined) => entry && `${entry.mode} ${entry.id}`;
  const find = (entries: readonly TreeEntry[], wanted: string) => entries.find((entry) => entry.name === wanted);
  return [...new Set([...before, ...after].map((entry) => entry.name))]
    .map((wanted) => ({ name: wanted, before: find(before, wanted), after: find(after, wanted) }))
    .filter((change) => text(change.before) !== text(change.after));
};
const sorted = (changes: readonly { name: string }[]) => [...changes].sort((a, b) => (a.name < b.name ? -1 : 1));

describe('the difference of two trees', () => {
  it('is every name whose entry is not the same, whatever the bytes around it look like', () => {
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        expect(sorted(treeDifference(formatTree(before), formatTree(after)))).toEqual(sorted(naive(before, after)));
      }),
      { numRuns: 500 },
    );
  });

  it('is no tree where one of them ends in the middle', () => {
    const whole = formatTree([{ mode: REGULAR_MODE, name: 'a', id: '61'.repeat(20) }]);
    expect(() => treeDifference(whole, whole.subarray(0, -1))).toThrow('ends in the middle');
  });
});

describe('what two buffers have in common', () => {
  it('is counted to the byte, also beyond the pieces that are compared at once', () => {
    const buffer = fc.nat(3000).map((length) => Buffer.alloc(length, 1));
    fc.assert(
      fc.property(buffer, buffer, fc.nat(3000), (left, right, at) => {
        if (at < right.length) right[at] = 2;
        const shorter = Math.min(left.length, right.length);
        const start = at < shorter ? at : shorter;
        expect(commonStart(left, right)).toBe(start);
        const fromEnd = right.length - 1 - at;
        expect(commonEnd(left, right, shorter)).toBe(at < right.length && fromEnd < shorter ? fromEnd : shorter);
        expect(commonEnd(left, right, 5)).toBeLessThanOrEqual(5);
      }),
    );
  });
});
