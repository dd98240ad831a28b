import { createHmac, randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose'
import type { Claims } from './faults'

export type SigningKey = { kid: string; alg: string; privateKey: CryptoKey; jwk: JWK }

/** What an ID token can be signed with. */
export type Material = { key: SigningKey; clientSecret: string }
type Header = Record<string, unknown>
export type Signer = (claims: Claims, material: Material) => Promise<string>

export async function newKey(alg = 'RS256', kid: string = randomUUID()): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
}

/** As it should be. `header` is put over the right one; a member that is undefined is left out. */
export const signed =
  (header: Header = {}): Signer =>
  (claims, { key }) => {
    const protectedHeader = { alg: key.alg, kid: key.kid, typ: 'JWT', ...header }
    const crit = Object.fromEntries(((header.crit ?? []) as string[]).map((name) => [name, true]))
    return new SignJWT(claims).setProtectedHeader(protectedHeader).sign(key.privateKey, { crit })
  }

/** By a key that is not in the JWKS, under the name of one that is unless `header` has another. */
export const byAnotherKey =
  (alg = 'RS256', header: Header = {}): Signer =>
  async (claims, { key, ...rest }) => {
    const own = await newKey(alg, key.kid)
    return signed(header)(claims, { ...rest, key: own })
  }

/** The key comes along in the header, for whoever is ready to believe it. */
export const bringingItsKey =
  (header: (key: SigningKey) => Header): Signer =>
  async (claims, { key, ...rest }) => {
    const own = await newKey('RS256', key.kid)
    return signed(header(own))(claims, { ...rest, key: own })
  }

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

/** @param alg spelled as given: `none` has no signature at all (RFC 7519 §6) */
export const unsigned =
  (alg: string, signature = ''): Signer =>
  async (claims, { key }) =>
    `${encoded({ alg, kid: key.kid, typ: 'JWT' })}.${encoded(claims)}.${signature}`

/** HMAC with something that the other side knows: the client secret, or bytes of the public key. */
export const hs256 =
  (secretOf: (material: Material) => string | Buffer): Signer =>
  async (claims, material) => {
    const input = `${encoded({ alg: 'HS256', kid: material.key.kid, typ: 'JWT' })}.${encoded(claims)}`
    return `${input}.${createHmac('sha256', secretOf(material)).update(input).digest('base64url')}`
  }

/** Rightly signed, then changed in one of its three parts. */
export const changedAfterwards =
  (change: (parts: { header: string; payload: string; signature: string }) => string[]): Signer =>
  async (claims, material) => {
    const [header = '', payload = '', signature = ''] = (await signed()(claims, material)).split('.')
    return change({ header, payload, signature }).join('.')
  }
