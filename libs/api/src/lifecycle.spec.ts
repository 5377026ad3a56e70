import {
  type LifecycleChangeSource,
  LIFECYCLES,
  lifecycleTransitionAllowed,
  type PackageRevisionLifecycle,
} from './lifecycle';

const allowed: [PackageRevisionLifecycle, PackageRevisionLifecycle, LifecycleChangeSource][] = [
  ['Draft', 'Draft', 'update'],
  ['Draft', 'Proposed', 'update'],
  ['Proposed', 'Draft', 'update'],
  ['Proposed', 'Draft', 'approval'],
  ['Proposed', 'Proposed', 'update'],
  ['Proposed', 'Published', 'approval'],
  ['Published', 'Published', 'update'],
  ['Published', 'DeletionProposed', 'update'],
  ['Published', 'DeletionProposed', 'approval'],
  ['DeletionProposed', 'Published', 'update'],
  ['DeletionProposed', 'Published', 'approval'],
  ['DeletionProposed', 'DeletionProposed', 'update'],
];

describe('the lifecycle table', () => {
  const every = LIFECYCLES.flatMap((from) =>
    LIFECYCLES.flatMap((to) => (['update', 'approval'] as const).map((source) => [from, to, source] as const)),
  );
  it.each(every)('%s to %s by %s is as E-1.4 has it', (from, to, source) => {
    const expected = allowed.some(([f, t, s]) => f === from && t === to && s === source);
    expect(lifecycleTransitionAllowed(from, to, source)).toBe(expected);
  });
});
