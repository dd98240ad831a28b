import { defineConfig, globalIgnores } from 'eslint/config'
import vitals from 'eslint-config-next/core-web-vitals'
import nextTypescript from 'eslint-config-next/typescript'
import tseslint from 'typescript-eslint'
import { coreTests } from './scripts/lint/rooms.mjs'
import { bothways } from './scripts/lint/rules.mjs'

const typescript = ['**/*.ts', '**/*.tsx', '**/*.mts']
const tests = ['**/*.test.ts', '**/*.test.tsx', '**/testing/**', 'e2e/**']

// not seen: a variable that holds `process`, or the module `pg`
const environment = 'lib/env.ts alone reads the environment.'
const connection = 'lib/db/connection.ts alone connects: in UTC, with time limits, also behind a pooler.'

export default defineConfig([
  globalIgnores(['**/.next/**', '.data/**', 'artifacts/**', 'lib/db/generated/**', '**/next-env.d.ts']),
  vitals,
  nextTypescript,
  {
    files: typescript,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/require-await': 'off', // an async function may have nothing to wait for yet
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    plugins: { bothways },
    rules: {
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['error'] }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: environment },
        { object: 'globalThis', property: 'process', message: environment },
        { object: 'global', property: 'process', message: environment },
      ],
      'no-restricted-imports': [
        'error',
        { name: 'node:process', importNames: ['default', 'env'], message: environment },
        { name: 'process', importNames: ['default', 'env'], message: environment },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.object.name=/^pg$/][callee.property.name=/^(Client|Pool)$/]',
          message: connection,
        },
        {
          selector: 'ClassDeclaration[superClass.object.name=/^pg$/]',
          message: connection,
        },
        {
          selector:
            "ImportDeclaration[source.value='pg'][importKind!='type'] > ImportSpecifier[importKind!='type'][imported.name=/^(Client|Pool)$/]",
          message: connection,
        },
        {
          // `pg` by another name, or all of it under one
          selector:
            "ImportDeclaration[source.value='pg'][importKind!='type'] > :matches(ImportNamespaceSpecifier, ImportDefaultSpecifier[local.name!='pg'])",
          message: connection,
        },
      ],
      'bothways/direction': 'error',
      'bothways/client-imports': 'error',
      'bothways/written-out': 'error',
      'bothways/no-sibling': 'error',
    },
  },
  {
    ignores: ['lib/strategies.ts', 'lib/strategies.test.ts'], // the table itself, and what it should say
    rules: { 'bothways/no-strategy-list': 'error' },
  },
  {
    files: ['lib/**', 'app/**', 'scripts/**', 'bench/**'],
    ignores: tests,
    rules: { 'bothways/described': 'error' },
  },
  {
    files: ['lib/**/*.ts'],
    ignores: [
      'lib/api-schema/**',
      'lib/client/**',
      'lib/display.ts',
      'lib/end-process.ts',
      'lib/lab/lab-endpoints.ts',
      'lib/loopback.ts',
      'lib/set-cookie.ts',
      'lib/strategies.ts',
      ...tests,
    ],
    rules: { 'bothways/server-only': 'error' },
  },
  {
    files: ['scripts/**', 'bench/**', '*.config.*', 'instrumentation.ts', ...tests],
    rules: {
      'no-console': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-imports': 'off',
      'import/no-anonymous-default-export': 'off',
    },
  },
  { files: ['lib/env.ts'], rules: { 'no-restricted-properties': 'off', 'no-restricted-imports': 'off' } },
  {
    // connections of somebody else: of the version before, of other clients of a pooler
    files: ['lib/db/connection.ts', 'lib/db/**/*.test.ts', 'e2e/support/rows.ts', 'bench/peers/**'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: tests,
    ignores: coreTests.folders.map((folder) => `${folder}**`),
    rules: { 'bothways/direction': 'off' },
  },
  // an app of its own, whose packages need not be there: `next build` checks its types
  { files: ['bench/peers/**'], extends: [tseslint.configs.disableTypeChecked] },
  {
    files: tests,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'no-empty-pattern': 'off', // fixtures without needs
      'react-hooks/rules-of-hooks': 'off', // a fixture's `use` is no hook
    },
  },
])
