import 'server-only'
import { createHmac } from 'node:crypto'
import { derivedKey } from './encryption'
import { equalInConstantTime } from './token-values'

const keyBytes = 32
const shape = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})$/

const mac = (encoded: string, label: string) =>
  createHmac('sha256', derivedKey(label, keyBytes)).update(encoded).digest('base64url')

/**
 * A small value that a client may carry and read, but not change: `<base64url of it>.<HMAC-SHA-256>`.
 * @param label the purpose: what was signed for one is refused for another
 */
export function signValue(value: string, label: string): string {
  const encoded = Buffer.from(value).toString('base64url')
  return `${encoded}.${mac(encoded, label)}`
}

/**
 * @returns the value, or null for anything this app did not sign for this purpose.
 * Does NOT check age, nor whom it was given to: put into the value what has to be checked.
 */
export function readSignedValue(signed: string, label: string): string | null {
  const [, encoded, presentedMac] = shape.exec(signed) ?? []
  if (encoded === undefined || presentedMac === undefined) return null
  // compared as text: as bytes, the spare bits of the last character would give each signature four spellings
  if (!equalInConstantTime(presentedMac, mac(encoded, label))) return null
  return Buffer.from(encoded, 'base64url').toString()
}
