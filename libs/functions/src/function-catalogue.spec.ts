import { createFunctionCatalogue } from './built-in-functions';

describe('the function catalogue', () => {
  const catalogue = createFunctionCatalogue();
  const nameOf = (image: string) => catalogue.byImage(image)?.function.name;

  it.each([
    'set-labels',
    'set-labels:v0.1.5',
    'ghcr.io/kptdev/krm-functions-catalog/set-labels:latest',
    'gcr.io/kpt-fn/set-labels:unstable',
    'gcr.io/kpt-fn-contrib/set-labels',
  ])('finds the function of %s', (image) => expect(nameOf(image)).toBe('set-labels'));

  it.each([
    'gcr.io/other/set-labels:v1',
    `gcr.io/kpt-fn/set-labels@sha256:${'0'.repeat(64)}`,
    'gcr.io/kpt-fn/unknown:v1',
  ])('leaves %s to others', (image) => expect(nameOf(image)).toBeUndefined());

  it('lets a function of one’s own take the place of a built-in', () => {
    const own = {
      name: 'set-labels',
      description: 'mine',
      configKinds: [],
      run: () => ({ items: [], results: [], exitCode: 0 }),
    };
    expect(createFunctionCatalogue({ additional: [own] }).byName('set-labels')).toBe(own);
  });
});
