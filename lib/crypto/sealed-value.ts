import 'server-only'
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { derivedKey } from './derived-key'

const algorithm = 'aes-256-gcm'
const keyBytes = 32
const nonceBytes = 12 // random: one key seals far fewer than 2^32 values
const tagBytes = 16

/**
 * Encrypts and authenticates a text, for a database or a cookie: base64url of nonce, ciphertext, tag (AES-256-GCM).
 * @param label the purpose: what was sealed for one does not open for another
 * @see NIST SP 800-38D §8.2.2
 */
export function sealValue(text: string, label: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, derivedKey(label, keyBytes), nonce)
  const sealed = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
  return Buffer.concat(sealed).toString('base64url')
}

/**
 * @returns the text, or null for anything this app did not seal for this purpose.
 * Does NOT check age, nor whom it was given to: put into the text what has to be checked.
 */
export function openSealedValue(sealed: string, label: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < nonceBytes + tagBytes || bytes.toString('base64url') !== sealed) return null
  const decipher = createDecipheriv(algorithm, derivedKey(label, keyBytes), bytes.subarray(0, nonceBytes))
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  try {
    const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes))
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
