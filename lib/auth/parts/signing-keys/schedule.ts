import 'server-only'
import { accessTokenMaxSeconds, env } from '@/lib/env'
import { after, clockToleranceSeconds, lifetimes } from '../lifetimes'
import type { SigningKey } from './signing-key'

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
  return !next || now < after(next.activeAt, accessTokenMaxSeconds + clockToleranceSeconds)
}

/** When the next key shall start to sign, or null while there is nothing to do. */
export function nextActiveAt(keys: Key[], now: Date): Date | null {
  if (!signerOf(keys, now)) return now
  const newest = keys.at(-1)!
  const isOld = after(newest.activeAt, lifetimes().keyRotationSeconds) <= after(now, leadSeconds)
  return isOld || newest.alg !== env().ACCESS_TOKEN_ALG ? after(now, leadSeconds) : null
}

/** The same where somebody asks for a new key: one that is published and waits to start will do. */
export const nextActiveAtAsked = (keys: Key[], now: Date): Date | null => {
  const newest = keys.at(-1)
  return newest && newest.activeAt > now ? null : (nextActiveAt(keys, now) ?? after(now, leadSeconds))
}
