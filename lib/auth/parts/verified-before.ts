import 'server-only'
import { LRUCache } from 'lru-cache'
import { sha256Base64url } from '@/lib/crypto'
import { oncePerProcess } from '@/lib/once-per-process'

/** As many as are kept of a kind: some 2 kB each. What was not used for longest goes first. */
const max = 10_000

/**
 * What this process has verified a short time ago, by its digest, with what it said: the signature of the same bytes by the
 * same key is as good the second time. Only what was verified gets in. Whoever may sign (a proof, with any key) can push
 * others out: they are verified once more then.
 * Does NOT look at the time, nor whether the key still counts: whoever takes something out of it does.
 * @param name unique among those that keep
 */
export function verifiedBefore<Content extends object>(name: string) {
  const kept = oncePerProcess(`verified-${name}`, () => new LRUCache<string, Content>({ max }))
  return {
    find: (credential: string): Content | undefined => kept().get(sha256Base64url(credential)),
    keep: (credential: string, content: Content) => void kept().set(sha256Base64url(credential), content),
  }
}
