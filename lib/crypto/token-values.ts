import 'server-only'
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const tokenBytes = 32

/** A bearer secret: 256 random bits as base64url, 43 characters (ASVS 7.2.3 asks for 128). */
export const randomToken = () => randomBytes(tokenBytes).toString('base64url')

/** SHA-256 of the UTF-8 text, base64url. For secrets of 128 random bits or more; a password needs `hashPassword`. */
export const sha256Base64url = (text: string) => createHash('sha256').update(text).digest('base64url')

const digest = (text: string) => createHash('sha256').update(text).digest()

/** Compares two texts in a time that tells nothing of either, their lengths included (ASVS 11.2.4). */
export const equalInConstantTime = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))

/**
 * Is this the one spelling of a compact JWS or JWE? The last character of a base64url segment has spare bits, which
 * decoders ignore: the same bytes have several spellings (RFC 4648 §3.5).
 */
export const isCanonicalJwt = (jwt: string): boolean =>
  jwt.split('.').every((segment) => Buffer.from(segment, 'base64url').toString('base64url') === segment)
