import 'server-only'
import { createHmac } from 'node:crypto'
import { env } from '@/lib/env'
import { span } from '@/lib/trace'
import { runTask } from './password-pool'

/**
 * Keeps these digests apart from any other SHA-256 of a password, such as the ones in leaked tables.
 * Not a secret, and on purpose not AUTH_SECRET: rotating that one must not end every password.
 */
const domain = 'bothways password v1'

/**
 * What bcrypt gets: 44 characters, whatever was typed. bcrypt stops at byte 72 and at a NUL; an HMAC in base64
 * has neither, so every character counts (ASVS 6.2.8). NFKC first: one password, however the keyboard composes
 * an accent (NIST SP 800-63B-4 §3.1.1.2).
 */
const prehash = (password: string) =>
  createHmac('sha256', domain).update(password.normalize('NFKC')).digest('base64')

/**
 * @returns a bcrypt hash of cost PASSWORD_HASH_COST
 * @throws Busy
 */
export const hashPassword = (password: string) =>
  runTask<string>('hash', { prehashed: prehash(password), cost: env().PASSWORD_HASH_COST })

/**
 * Takes as long for `null`, and for a hash of a lower cost, as for a wrong password.
 * Does NOT hide a hash of a higher cost than PASSWORD_HASH_COST: never lower the setting.
 * @param hash null for a person who has no password, or does not exist: never matches
 * @returns needsRehash: the hash is of a lower cost than PASSWORD_HASH_COST
 * @throws Busy
 */
export const verifyPassword = (password: string, hash: string | null) =>
  span('password.verify', () =>
    runTask<{ matches: boolean; needsRehash: boolean }>('verify', {
      prehashed: prehash(password),
      hash,
      cost: env().PASSWORD_HASH_COST,
    }),
  )

/** As `hashPassword`, on the event loop and without a pool: for scripts that end, never for a request. */
export async function hashPasswordInScript(password: string): Promise<string> {
  const { hash } = await import('bcryptjs')
  return hash(prehash(password), env().PASSWORD_HASH_COST)
}
