import 'server-only'
import { LRUCache } from 'lru-cache'
import { listenForChanges, stopListening, type Changes } from '@/lib/db/changes'
import { isSharedConnection } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import { oncePerProcess } from '@/lib/once-per-process'
import { activityDue, findSession, type SessionRow } from './session-row'

/**
 * Rows of sessions in the memory of this process, for whatever only reads them. PostgreSQL says which of them have changed
 * (`lib/db/changes.ts`): a row is taken from here only while this process is sure to have heard of everything older than
 * 50 ms. Where it is not, it asks the database, as without this.
 */

type Where = { id: string } | { tokenHash: string }
const keyOf = (where: Where) => ('id' in where ? where.id : where.tokenHash)

/** The row as it is once its use was recorded: whoever comes next need not record the same. */
function withActivity(row: SessionRow, now: Date): SessionRow {
  if (!activityDue(row, now)) return row
  const copy = structuredClone(row)
  copy.lastUsedAt = now
  return copy
}

class SessionCache {
  readonly #rows: LRUCache<string, SessionRow>
  /** By the id of a session, and by that of its person: the keys of what is kept of them. */
  readonly #keysOf = new Map<string, Set<string>>()
  readonly #changes: Changes

  constructor(url: string, max: number) {
    this.#rows = new LRUCache({ max, dispose: (row, key) => this.#unlink(row, key) })
    this.#changes = listenForChanges(url, (id) => this.#drop(id))
  }

  async find(where: Where, now: Date): Promise<SessionRow | null> {
    const key = keyOf(where)
    const kept = (await this.#isSure(key)) ? this.#rows.get(key) : undefined
    if (kept && kept.expiresAt > now) {
      if (activityDue(kept, now)) this.#keep(key, withActivity(kept, now))
      return kept
    }
    const { heard } = this.#changes
    const row = await findSession(where)
    if (row && heard === this.#changes.heard) this.#keep(key, withActivity(row, now))
    return row
  }

  /** Waits only for the sake of a row that is there. */
  #isSure(key: string): boolean | Promise<boolean> {
    return this.#changes.isCurrent() || (this.#rows.has(key) && this.#changes.becomesCurrent())
  }

  #keep(key: string, row: SessionRow) {
    this.#rows.set(key, row)
    for (const owner of [row.id, row.userId]) {
      const keys = this.#keysOf.get(owner) ?? new Set()
      this.#keysOf.set(owner, keys.add(key))
    }
  }

  #unlink({ id, userId }: SessionRow, key: string) {
    for (const owner of [id, userId]) {
      const keys = this.#keysOf.get(owner)
      keys?.delete(key)
      if (keys?.size === 0) this.#keysOf.delete(owner)
    }
  }

  #drop(id: string | null) {
    if (id === null) return this.#rows.clear()
    for (const key of [...(this.#keysOf.get(id) ?? [])]) this.#rows.delete(key)
  }
}

const running = oncePerProcess<{ cache?: SessionCache }>('session-cache', () => ({}))

/** From now on sessions are kept in memory. @param max how many; with 0 none, and nothing is listened for */
export function startSessionCache(max = env().SESSION_CACHE): void {
  if (max > 0) running().cache ??= new SessionCache(env().DIRECT_DATABASE_URL, max)
}

/** For tests: nothing is kept any more. */
export async function stopSessionCache(): Promise<void> {
  delete running().cache
  await stopListening()
}

/** Whether a reading may come from memory. */
export const sessionCacheIsOn = (): boolean => running().cache !== undefined

/**
 * As `findSession`, from memory where that is sure. Only for what reads: whoever changes something asks the database.
 * A session that was revoked elsewhere is found for 50 ms more at most.
 * @throws database errors
 */
export const recallSession = (where: Where, now: Date): Promise<SessionRow | null> => {
  const { cache } = running()
  return cache && isSharedConnection() ? cache.find(where, now) : findSession(where)
}
