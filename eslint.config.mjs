import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Imports point down only; siblings only where the architecture brief draws an arrow. */
const layers = [
  { sourceTag: 'layer:api', onlyDependOnLibsWithTags: ['layer:api'] },
  { sourceTag: 'layer:foundation', onlyDependOnLibsWithTags: ['layer:api'] },
  { sourceTag: 'layer:contracts', onlyDependOnLibsWithTags: ['layer:api', 'layer:foundation'] },
  {
    sourceTag: 'layer:adapter',
    onlyDependOnLibsWithTags: ['layer:api', 'layer:foundation', 'layer:contracts', 'lib:functions'],
  },
  {
    sourceTag: 'layer:domain',
    onlyDependOnLibsWithTags: ['layer:api', 'layer:foundation', 'layer:contracts', 'lib:task-handler'],
  },
  {
    sourceTag: 'layer:delivery',
    onlyDependOnLibsWithTags: ['layer:api', 'layer:foundation', 'layer:contracts', 'layer:domain'],
  },
  { sourceTag: 'layer:app', onlyDependOnLibsWithTags: ['*'] },
];
/** Of the adapters only fn-runtime may use the function catalogue. */
const adaptersAlone = ['store', 'watcher', 'cache', 'repository-git'].map((name) => ({
  sourceTag: `lib:${name}`,
  notDependOnLibsWithTags: ['lib:functions'],
}));

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/.nx/**', '**/*.js', '**/*.mjs', '**/*.cjs'] },
  ...nx.configs['flat/base'],
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { enforceBuildableLibDependency: true, allow: [], depConstraints: [...layers, ...adaptersAlone] },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-console': 'error',
    },
  },
  {
    // The engine's tests run it over the real cache, store and watcher.
    files: ['libs/engine/src/**/*.spec.ts', 'libs/engine/src/**/*.spec-support.ts'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
  {
    files: ['apps/**/*.ts', 'tools/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);
