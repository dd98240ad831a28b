import 'server-only'
import { logFailure } from '@/lib/log'
import { nextActiveAt, nextActiveAtAsked } from './schedule'
import { publishNextKey } from './store'

/** The keys that sign access tokens: in the database, so that instances share them; in memory, so that nobody waits. */
export { publishedKeys, signingKey, verificationKey } from './ring'
export { jwksCacheSeconds } from './schedule'
export { algorithms } from './signing-key'

const everyMs = 60 * 60 * 1000

/** Publishes the next key when it is due, for as long as the process lives. What fails is tried again an hour later. */
export function keepKeys() {
  const turn = () =>
    publishNextKey(nextActiveAt, new Date()).catch((error: unknown) =>
      logFailure('signing_keys.rotate', error),
    )
  void turn()
  setInterval(() => void turn(), everyMs).unref()
}

/** A new key, though none is due. @returns when it starts to sign; null where one is waiting already */
export const rotateKeys = (now: Date) => publishNextKey(nextActiveAtAsked, now)
