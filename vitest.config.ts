import path from 'node:path'
import { defineConfig } from 'vitest/config'

/** `unit` needs no database, `database` gets a real PostgreSQL and a fresh, migrated database for every test file. */

const databaseTests = '**/*.db.test.ts'
// server-only by name: the main process, where globalSetup runs, has no react-server condition
const navigation = path.resolve('node_modules/next/dist/client/components/navigation.react-server.js')
const alias = {
  'next/navigation': navigation,
  '@': path.resolve('.'),
  'server-only': path.resolve('node_modules/server-only/empty.js'),
}
// without "module": Node gets them too, and would take files of OpenTelemetry that only a bundler can read
const conditions = ['react-server', 'node', 'development|production']
const common = {
  environment: 'node' as const,
  execArgv: ['--conditions=react-server'],
  restoreMocks: true,
  server: { deps: { inline: ['next-auth', '@auth/core'] } }, // they import next/server without its ending
  unstubEnvs: true,
}
const elsewhere = ['node_modules/**', '.next/**', '.data/**', 'artifacts/**', 'bench/peers/**', 'e2e/**']
const settings = path.resolve('scripts/testing/settings.ts')
const strictConsole = path.resolve('scripts/testing/strict-console.ts')

export default defineConfig({
  resolve: { alias, conditions },
  ssr: { resolve: { conditions, externalConditions: ['react-server', 'node'] } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          ...common,
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...elsewhere, databaseTests],
          setupFiles: [strictConsole, settings],
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'database',
          include: [databaseTests],
          exclude: elsewhere,
          globalSetup: path.resolve('scripts/testing/server.ts'),
          setupFiles: [strictConsole, settings, path.resolve('scripts/testing/database.ts')],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
