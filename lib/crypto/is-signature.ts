import 'server-only'
import { constants, verify, type KeyObject } from 'node:crypto'

/**
 * Whether a signature of a JWS is good, by the synchronous functions of the platform.
 * @param alg as RFC 7518 §3.1 and RFC 9864 name it. Does NOT check that the key is of that algorithm, nor its length:
 *   whoever accepted the key has
 * @param text the signing input, ASCII
 * @param signature base64url
 * @returns false also for an algorithm that is none of these
 */
export function isSignature(alg: string, text: string, key: KeyObject, signature: string): boolean {
  const [bytes, signed] = [Buffer.from(signature, 'base64url'), Buffer.from(text)]
  if (alg === 'ES256') return verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, bytes)
  if (alg === 'EdDSA' || alg === 'Ed25519') return verify(null, signed, key, bytes)
  return alg === 'PS256' && verify('sha256', signed, { key, padding, saltLength: digestBytes }, bytes)
}

const padding = constants.RSA_PKCS1_PSS_PADDING
const digestBytes = 32
