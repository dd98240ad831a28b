import 'server-only'
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

const algorithm = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

const keyOf = (id: string) => Buffer.from(hkdfSync('sha256', id, '', 'bothways local provider', 32))

/** Where something is kept. Hexadecimal: some file systems do not tell upper case from lower. */
export const placeOf = (kind: string, id: string) =>
  createHash('sha256').update(`${kind}:${id}`).digest('hex')

/** Encrypts under the id itself, AES-256-GCM: who does not hold the id (a token, a cookie) reads nothing of what is kept
 *  for it, whatever else of this machine they hold.
 *  @param id at least 126 random bits */
export function seal(id: string, content: object): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(algorithm, keyOf(id), iv)
  const text = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')
}

/** @returns undefined when it was sealed under another id, or is damaged */
export function unseal(id: string, sealed: string): unknown {
  const bytes = Buffer.from(sealed, 'base64url')
  try {
    const decipher = createDecipheriv(algorithm, keyOf(id), bytes.subarray(0, ivBytes))
    decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
    const text = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()])
    return JSON.parse(text.toString('utf8'))
  } catch {
    return undefined
  }
}
