import 'server-only'
import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { derivedKey } from './encryption'

const tokenBytes = 32

/** A bearer secret: 256 random bits as base64url, 43 characters (ASVS 7.2.3 asks for 128). */
export const randomToken = () => randomBytes(tokenBytes).toString('base64url')

/** SHA-256 of the UTF-8 text, base64url. For secrets of 128 random bits or more; a password needs `hashPassword`. */
export const sha256Base64url = (text: string) => hash('sha256', text, 'base64url')

const digest = (text: string) => hash('sha256', text, 'buffer')

/** Compares two texts in a time that tells nothing of either, their lengths included (ASVS 11.2.4). */
export const equalInConstantTime = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))

/**
 * Is this the one spelling of a compact JWS or JWE? The last character of a base64url segment has spare bits, which
 * decoders ignore: the same bytes have several spellings (RFC 4648 §3.5).
 */
export const isCanonicalJwt = (jwt: string): boolean =>
  jwt.split('.').every((segment) => Buffer.from(segment, 'base64url').toString('base64url') === segment)

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
