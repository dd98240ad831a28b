import 'server-only'
import { lstatSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { isAlive, ownMark } from './process'

const retryMs = 25

/** Somebody else holds the lock, and has for longer than we wait. */
export class LockHeld extends Error {}

/** A link that points to its owner's mark: made and filled in one step, so nobody ever sees it half-written. */
function claim(lock: string): boolean {
  try {
    symlinkSync(ownMark(), lock)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function ownerOf(lock: string): string | undefined {
  try {
    return readlinkSync(lock)
  } catch {
    return undefined
  }
}

/** Removes the lock of a dead owner; one process at a time, or the second would remove the lock the first just made. */
function clear(lock: string) {
  const owner = ownerOf(lock)
  if (owner === undefined || isAlive(owner)) return
  const guard = `${lock}.clearing`
  if (!claim(guard)) return clearAbandoned(guard)
  try {
    if (ownerOf(lock) === owner) rmSync(lock, { force: true })
  } finally {
    rmSync(guard, { force: true })
  }
}

/** The guard is held for microseconds, without awaiting: one that is seconds old belongs to a killed process. */
function clearAbandoned(guard: string) {
  const madeAt = lstatSync(guard, { throwIfNoEntry: false })?.mtimeMs
  if (madeAt !== undefined && Date.now() - madeAt > 5_000) rmSync(guard, { force: true })
}

/** Does the work while no other process holds the lock; takes over from an owner that died.
 *  @param lock path of the lock, in a folder that exists
 *  @throws LockHeld when it is still held after `timeoutMs` */
export async function withLock<T>(lock: string, work: () => Promise<T>, timeoutMs = 60_000): Promise<T> {
  const deadline = Date.now() + timeoutMs
  while (!claim(lock)) {
    clear(lock)
    if (Date.now() > deadline) throw new LockHeld(`${lock} is still held by process ${ownerOf(lock)}.`)
    await delay(retryMs)
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}
