import { LockHeld, withLock } from '@/lib/db/embedded/lock'
import { CannotTell } from './outcome'
import type { Places } from './places'
import { lockIn, prepareFolder } from './token-file'

/** What every command is given. */
export type Run = {
  places: Places
  clock: () => Date
  /** tells the person what is going on, beside the result */
  say: (line: string) => void
}

/** Longer than a refresh of somebody else can take: three requests. */
const lockPatienceMs = 20_000

/** Does the work while no other run of this program changes the tokens.
 *  @throws CannotTell when another one is at it for long: a sign-in that waits for its person */
export async function alone<T>({ places: { folder } }: Run, work: () => Promise<T>): Promise<T> {
  prepareFolder(folder)
  try {
    return await withLock(lockIn(folder), work, lockPatienceMs)
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error
    throw new CannotTell('Another run of this program is at work, a sign-in perhaps: try again when it ends.')
  }
}
