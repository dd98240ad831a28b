import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { migrationsFolder, pendingSql } from '@/lib/db/migrate'
import { startScratch } from '@/lib/db/scratch'

/** `npm run migration -- add_passkeys` writes the next migration: from the committed ones to schema.prisma. */

async function sqlSinceLastMigration() {
  const scratch = await startScratch()
  try {
    return await pendingSql(scratch.url)
  } finally {
    await scratch.destroy()
  }
}

async function main(name: string | undefined, now: Date): Promise<string> {
  if (!name || !/^[a-z][a-z0-9_]*$/.test(name))
    throw new Error('Give it a name: npm run migration -- add_passkeys')
  const sql = await sqlSinceLastMigration()
  if (!sql) return 'Nothing to do: the migrations lead to schema.prisma already.'
  const second = now.toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = path.join(migrationsFolder, `${second}_${name}`)
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, 'migration.sql'), sql)
  return `${path.relative('.', folder)}/migration.sql: read it before you commit it.`
}

main(process.argv[2], new Date()).then(console.log, (error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
