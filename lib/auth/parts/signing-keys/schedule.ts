import 'server-only'
import { accessTokenMaxSeconds, env } from '@/lib/env'
import { plusSeconds, clockToleranceSeconds, lifetimes } from '../lifetimes'
import type { Algorithm, SigningKey } from './signing-key'

/** When a key signs, when it verifies, when the next one is due. Keys come in the order in which they start to sign. */

type Key = Pick<SigningKey, 'kid' | 'alg' | 'activeAt'>

/** How long anybody may keep the published keys: `max-age` of the JWKS. */
export const jwksCacheSeconds = 300

/** How long an instance may go on with the keys that it has read. */
export const ringSeconds = 30

/** A key is published this long before it signs: until then everybody has it, whoever cached what. */
export const leadSeconds = jwksCacheSeconds + ringSeconds

/** The key that signs at `now`: the last that has started, or the first, made by an instance whose clock is ahead. */
export const signerOf = <K extends Key>(keys: K[], now: Date): K | undefined =>
  keys.findLast(({ activeAt }) => activeAt <= now) ?? keys[0]

/** Verifies from the moment it is known until the last token that it signed has ended. */
export function verifies(keys: Key[], { kid }: Key, now: Date): boolean {
  const next = keys[keys.findIndex((key) => key.kid === kid) + 1]
  return !next || now < plusSeconds(next.activeAt, accessTokenMaxSeconds + clockToleranceSeconds)
}

/** A key that is to be made and published. */
export type NextKey = { alg: Algorithm; activeAt: Date }

/** Says which key is due at `now`; null while there is nothing to do. */
export type Due = (keys: Key[], now: Date) => NextKey | null

/** The key that is made where there is none: it signs at once. */
const firstKey = (now: Date): NextKey => ({ alg: env().ACCESS_TOKEN_ALG, activeAt: now })

/** A key that everybody has seen before it signs. */
const publishedAhead = (alg: Algorithm, now: Date): NextKey => ({
  alg,
  activeAt: plusSeconds(now, leadSeconds),
})

/**
 * What is due while an instance runs: the first key, or the successor of one that has grown old. The successor keeps
 * the algorithm, whatever the setting of this instance: instances with different settings would otherwise take turns.
 */
export const dueByAge: Due = (keys, now) => {
  const newest = keys.at(-1)
  if (!newest) return firstKey(now)
  const isOld = plusSeconds(newest.activeAt, lifetimes().keyRotationSeconds) <= plusSeconds(now, leadSeconds)
  return isOld ? publishedAhead(newest.alg, now) : null
}

/** What is due when an instance starts: also a key of the algorithm that is set, where the newest is of another. */
export const dueAtStart: Due = (keys, now) => {
  const isOther = keys.length > 0 && keys.at(-1)!.alg !== env().ACCESS_TOKEN_ALG
  return isOther ? publishedAhead(env().ACCESS_TOKEN_ALG, now) : dueByAge(keys, now)
}

/** What is due when somebody asks for a new key: nothing where one is published and waits to start. */
export const dueWhenAsked: Due = (keys, now) => {
  const newest = keys.at(-1)
  if (newest && newest.activeAt > now) return null
  return newest ? publishedAhead(env().ACCESS_TOKEN_ALG, now) : firstKey(now)
}
