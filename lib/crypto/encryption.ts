import 'server-only'
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { env } from '@/lib/env'

const derived = new Map<string, Uint8Array>()

/**
 * A key of its own for each purpose, from AUTH_SECRET (HKDF-SHA-256, RFC 5869). Derived once a process.
 * @param label the purpose, e.g. 'device cookie': another label, an independent key
 * @param lengthBytes at least 32 for a MAC key (ASVS 11.2.3)
 * @returns the same array at every call: read it, never write to it
 */
export function derivedKey(label: string, lengthBytes: number): Uint8Array {
  const name = `${lengthBytes}:${label}`
  const known = derived.get(name)
  if (known) return known
  const key = new Uint8Array(hkdfSync('sha256', env().AUTH_SECRET, 'bothways', label, lengthBytes))
  derived.set(name, key)
  return key
}

const algorithm = 'aes-256-gcm'
const keyBytes = 32
const nonceBytes = 12 // random: one key encrypts far fewer than 2^32 values
const tagBytes = 16

/**
 * A key from a secret that somebody presents, for what only they shall decrypt (HKDF-SHA-256, RFC 5869).
 * @param secret at least 128 random bits
 * @param label the purpose: another label, an independent key
 */
export const keyFromSecret = (secret: string, label: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, 'bothways', label, keyBytes))

/**
 * Encrypts and authenticates a text: base64url of nonce, ciphertext, tag (AES-256-GCM).
 * @param key 32 bytes
 * @param context what it belongs to: not contained, but it decrypts with the same context only
 * @see NIST SP 800-38D §8.2.2
 */
export function encrypt(text: string, key: Uint8Array, context = ''): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(context))
  const encrypted = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
  return Buffer.concat(encrypted).toString('base64url')
}

/** @returns the text, or null for another key, another context, or anything that was changed */
export function decrypt(encrypted: string, key: Uint8Array, context = ''): string | null {
  const bytes = Buffer.from(encrypted, 'base64url')
  if (bytes.length < nonceBytes + tagBytes || bytes.toString('base64url') !== encrypted) return null
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes))
  decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-tagBytes))
  try {
    const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes))
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

/**
 * Encrypts and authenticates a text with a key of this app, for a database or a cookie.
 * @param label the purpose: what was sealed for one does not open for another
 * @param context what it belongs to, e.g. the row: not contained, but it opens there only
 */
export const sealValue = (text: string, label: string, context?: string): string =>
  encrypt(text, derivedKey(label, keyBytes), context)

/**
 * @returns the text, or null for anything this app did not seal for this purpose and context.
 * Does NOT check age, nor whom it was given to: put into the text what has to be checked.
 */
export const openSealedValue = (sealed: string, label: string, context?: string): string | null =>
  decrypt(sealed, derivedKey(label, keyBytes), context)
