import 'server-only'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { accountFor, canReach, type Account } from './account'
import { binariesIn, copiedFolder, packagedFolder, type Binaries } from './binaries'
import { EmbeddedError } from './errors'

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
