import type { TestProject } from 'vitest/node'
import { applyMigrations } from '@/lib/db/migrate'
import { startScratch } from '@/lib/db/scratch'

declare module 'vitest' {
  export interface ProvidedContext {
    /** a migrated database, to be copied; nobody connects to it */
    templateUrl: string
  }
}

/** One server a run, with one migrated database that every test file copies. */
export default async function setup(project: TestProject) {
  const server = await startScratch()
  await applyMigrations(server.url)
  project.provide('templateUrl', server.url)
  return server.destroy
}
